import type { Purpose } from '../notices/purpose.ts';
import { laneOf } from '../notices/purpose.ts';
import type { Call } from './call.ts';
import type { CallBook } from './call-book.ts';
import type { Addressee } from './plan-calls.ts';
import { step } from './transitions.ts';

/** A number with the people it would tell, and the students they are told about. */
export interface SharedLine {
  readonly numberKey: string;
  readonly recipients: readonly { readonly contactKey: string; readonly students: readonly string[] }[];
}

/**
 * For each number, the numbers that need not ring once an adult on it has confirmed: those of the same household, about no other
 * student. People are of one household when they share a phone; the export knows nothing better, and two homes that share none
 * are told apart. A number that a student is on spares nobody: a child may have pressed the key. Pure.
 */
export function sparedBy(
  purpose: Purpose,
  addressees: readonly Addressee[],
  lines: readonly SharedLine[],
): ReadonlyMap<string, readonly string[]> {
  if (laneOf(purpose) === 'urgent') return new Map();
  const homes = householdsOf(addressees);
  const students = new Set(
    addressees.filter(({ contact }) => contact.role === 'student').map(({ contact }) => contact.contactKey),
  );
  const byHome = Map.groupBy(
    lines.filter(({ recipients }) => recipients.length > 0),
    ({ recipients }) => homes.get(recipients[0]?.contactKey ?? '') ?? '',
  );
  return new Map(
    lines
      .filter(({ recipients }) => !recipients.some(({ contactKey }) => students.has(contactKey)))
      .map((line) => {
        const home = homes.get(line.recipients[0]?.contactKey ?? '') ?? '';
        const kin = (byHome.get(home) ?? []).filter((other) => other !== line && tellsNothingMore(other, line));
        return [line.numberKey, kin.map(({ numberKey }) => numberKey)] as const;
      }),
  );
}

function tellsNothingMore(other: SharedLine, line: SharedLine): boolean {
  const told = new Set(line.recipients.flatMap(({ students }) => students));
  return other.recipients.every(({ students }) => students.every((student) => told.has(student)));
}

/** Contact → its household, named by one of its contacts: whoever shares a phone, directly or through others. */
function householdsOf(addressees: readonly Addressee[]): ReadonlyMap<string, string> {
  const parent = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    return root;
  };
  const first = new Map<string, string>();
  for (const { contact } of addressees) {
    const { contactKey, numbers } = contact;
    if (!parent.has(contactKey)) parent.set(contactKey, contactKey);
    for (const { numberKey } of numbers) {
      const sharer = first.get(numberKey);
      if (sharer === undefined) first.set(numberKey, contactKey);
      else parent.set(rootOf(contactKey), rootOf(sharer));
    }
  }
  return new Map([...parent.keys()].map((key) => [key, rootOf(key)]));
}

/**
 * One adult has said "understood": what else was to ring in that household for the same notice does not. Calls in flight go on.
 * Safe to repeat. Durable: each is `not-needed` when this resolves; the record of it is written when the notice closes.
 */
export async function spareHouseholds(calls: Pick<CallBook, 'get' | 'move'>, ended: readonly Call[]): Promise<void> {
  const confirmed = ended.filter(({ state, key }) => state === 'confirmed' && key === '1');
  const ids = [...new Set(confirmed.flatMap(({ spares }) => spares ?? []))];
  if (ids.length === 0) return;
  await Promise.all(
    [...(await calls.get(ids)).values()].map(async (call) => {
      const spared = step(call, { kind: 'end', state: 'not-needed' });
      // Lost: somebody is dialing it at this moment, or has ended it otherwise.
      if (spared.kind === 'moved') await calls.move(call, spared.call);
    }),
  );
}
