import type { Contact } from '../contacts/contact.ts';
import type { Purpose } from '../notices/purpose.ts';
import type { Call } from './call.ts';
import { callIdOf } from './call-id.ts';
import { sparedBy } from './household.ts';

/** One person of the audience, with the students of the audience they are called about. */
export interface Addressee {
  readonly contact: Pick<Contact, 'contactKey' | 'numbers' | 'edges'> & Partial<Pick<Contact, 'role'>>;
  readonly students: readonly string[];
}

/** Why somebody of the audience gets no call at all; counted, and told to the sender. */
export type SkipReason = 'no-number' | 'emergency-only' | 'no-contact' | 'not-in-book';

export interface Plan {
  /** In the order in which they should ring: first numbers first. */
  readonly calls: readonly Call[];
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}

export interface PlanRequest {
  readonly noticeId: string;
  readonly purpose: Purpose;
  /** RFC 3339: until when a call on standby may wait. */
  readonly expiresAt: string;
  readonly addressees: readonly Addressee[];
}

interface Line {
  readonly numberKey: string;
  /** Best place this number has in anybody's order; 0 is somebody's first. */
  rank: number;
  readonly recipients: { contactKey: string; students: readonly string[] }[];
  readonly before: Set<string>;
  readonly behind: Set<string>;
}

/**
 * One call per number, whoever shares it. In an emergency all numbers of everybody ring; otherwise the first number of each
 * person is called, and a later one stands by until the one before it has failed. Pure: the same audience gives the same
 * calls. Distinct numbers = planned + standby.
 */
export function planCalls({ noticeId, purpose, expiresAt, addressees }: PlanRequest): Plan {
  const skipped: Partial<Record<SkipReason, number>> = {};
  const skip = (reason: SkipReason): void => {
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  };
  const callable = addressees.filter((addressee) => {
    const reason = skipReason(addressee, purpose);
    if (reason !== undefined) skip(reason);
    return reason === undefined;
  });
  const lines = linesOf(callable);
  if (purpose !== 'emergency') linkStandbys(callable, lines);
  const ordered = [...lines.values()].sort((a, b) => a.rank - b.rank);
  const spares = sparedBy(purpose, callable, ordered);
  const calls = ordered.map((line) => callOn(line, spares.get(line.numberKey) ?? [], { noticeId, purpose, expiresAt }));
  return { calls, skipped };
}

/** Emergency contacts who are no guardians are not among those a routine notice is for; in an emergency the gate decides. */
function skipReason({ contact, students }: Addressee, purpose: Purpose): SkipReason | undefined {
  if (contact.numbers.length === 0) return 'no-number';
  const edges = contact.edges.filter(({ studentKey }) => students.includes(studentKey));
  const onlyInEmergencies = edges.length > 0 && edges.every(({ emergencyOnly }) => emergencyOnly);
  return onlyInEmergencies && purpose !== 'emergency' ? 'emergency-only' : undefined;
}

function linesOf(addressees: readonly Addressee[]): Map<string, Line> {
  const lines = new Map<string, Line>();
  for (const { contact, students } of addressees) {
    for (const [place, numberKey] of numbersOf(contact).entries()) {
      const line = lines.get(numberKey) ?? { numberKey, rank: place, recipients: [], before: new Set(), behind: new Set() };
      line.rank = Math.min(line.rank, place);
      line.recipients.push({ contactKey: contact.contactKey, students });
      lines.set(numberKey, line);
    }
  }
  return lines;
}

/**
 * A number waits for the nearest earlier one, in each person's order, that has a better rank. Ranks fall along every chain,
 * so it ends at a number that rings at once, and no two numbers can wait for each other.
 */
function linkStandbys(addressees: readonly Addressee[], lines: ReadonlyMap<string, Line>): void {
  for (const { contact } of addressees) {
    const own = numbersOf(contact).flatMap((numberKey) => lines.get(numberKey) ?? []);
    for (const [place, line] of own.entries()) {
      const earlier = own.slice(0, place).findLast(({ rank }) => rank < line.rank);
      if (earlier === undefined) continue;
      line.before.add(earlier.numberKey);
      earlier.behind.add(line.numberKey);
    }
  }
}

function callOn(line: Line, spared: readonly string[], { noticeId, purpose, expiresAt }: Omit<PlanRequest, 'addressees'>): Call {
  const predecessors = [...line.before].map((numberKey) => callIdOf(noticeId, numberKey));
  const successors = [...line.behind].map((numberKey) => callIdOf(noticeId, numberKey));
  const spares = spared.map((numberKey) => callIdOf(noticeId, numberKey));
  return {
    callId: callIdOf(noticeId, line.numberKey),
    noticeId,
    purpose,
    numberKey: line.numberKey,
    recipients: line.recipients,
    state: predecessors.length > 0 ? 'standby' : 'planned',
    attempt: 0,
    predecessors,
    ...(successors.length > 0 ? { successors } : {}),
    ...(spares.length > 0 ? { spares } : {}),
    due: expiresAt,
    version: 1,
  };
}

function numbersOf({ numbers }: Addressee['contact']): readonly string[] {
  return [...new Set(numbers.map(({ numberKey }) => numberKey))];
}
