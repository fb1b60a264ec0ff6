/*
 * A batch: what one invocation says at one moment, one object, one record a line, each line ended by a newline.
 * Key: records/<writer>/<group>/<run>-<seq, 6 digits>.jsonl
 */

/** Where a batch lies and, by that, what it is: which function, about what, which environment, which of its objects. */
export interface BatchName {
  readonly writer: string;
  /** A noticeId or a day. */
  readonly group: string;
  readonly run: string;
  readonly seq: number;
}

export const RECORDS = 'records/';
const KEY = /^records\/([a-z][a-z-]*)\/([A-Za-z0-9._-]{1,64})\/([0-9a-f]{20})-(\d{6,})\.jsonl$/;

export function batchKey({ writer, group, run, seq }: BatchName): string {
  return `${RECORDS}${writer}/${group}/${run}-${String(seq).padStart(6, '0')}.jsonl`;
}

/** `undefined` where the key is no batch's. */
export function batchName(key: string): BatchName | undefined {
  const [, writer, group, run, digits] = KEY.exec(key) ?? [];
  if (writer === undefined || group === undefined || run === undefined || digits === undefined) return undefined;
  const name = { writer, group, run, seq: Number(digits) };
  return batchKey(name) === key ? name : undefined;
}

export function encodeBatch(lines: readonly string[]): Uint8Array {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The lines of a batch, or `undefined` where the bytes are no batch: not UTF-8, empty, or a line without its end. */
export function decodeBatch(bytes: Uint8Array): readonly string[] | undefined {
  try {
    const lines = strict.decode(bytes).split('\n');
    const afterLast = lines.pop();
    return afterLast === '' && lines.length > 0 ? lines : undefined;
  } catch {
    return undefined;
  }
}
