import { randomBytes } from 'node:crypto';
import type { Naming } from '../roster/book/book.ts';
import type { FreshIds } from '../roster/book/changes.ts';
import { openPseudonyms, type PepperOptions } from './pseudonyms.ts';

/** Opens the pepper once per environment; a failure is not kept, so that the next message tries again. */
export function createNaming(options: PepperOptions): () => Promise<Naming> {
  let opened: Promise<Naming> | undefined;
  const open = async (): Promise<Naming> => {
    const { student, contact, number } = await openPseudonyms(options);
    // No id holds a NUL, so a print is never the name of anybody.
    return { student, contact, number, print: (text) => contact(`print\0${text}`) };
  };
  return () => {
    opened ??= open();
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
}

const POOL_BYTES = 4_096;

/** Random bytes a few at a time: each request to the system's source costs as much as a hundred of these. */
function pooledBytes(): (size: number) => Buffer {
  let [pool, at] = [Buffer.alloc(0), 0];
  return (size) => {
    if (at + size > pool.length) [pool, at] = [randomBytes(POOL_BYTES), 0];
    at += size;
    // Nobody is given the same bytes twice.
    return pool.subarray(at - size, at);
  };
}

const bytes = pooledBytes();

/** Random ids under which the audit trail knows a person and their numbers: erasing the contact breaks the link (AUDIT.md 9). */
export const freshIds: FreshIds = {
  auditSubject: () => bytes(16).toString('base64url'),
  auditNumberKey: () => bytes(32).toString('base64'),
};
