/**
 * How much a problem holds back. `stop`: nothing of the file is taken. `rejected`: this row or field is not taken. `held`: taken,
 * but on the safe side: nobody is called because of it. `note`: taken; worth knowing.
 */
export type Severity = 'stop' | 'rejected' | 'held' | 'note';

/** What it is, and what to do about it, in plain words. */
export const stop = (what: string, todo: string) => ({ severity: 'stop', what, todo }) as const;
export const rejected = (what: string, todo: string) => ({ severity: 'rejected', what, todo }) as const;
export const held = (what: string, todo: string) => ({ severity: 'held', what, todo }) as const;
export const note = (what: string, todo: string) => ({ severity: 'note', what, todo }) as const;
