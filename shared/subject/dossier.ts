import type { PlacedRecord } from '../audit/reading.ts';
import { type Held, heldOf, isGuarded } from './held.ts';
import type { SubjectItems } from './subject-store.ts';
import { type Identity, identityOf, type Trace } from './trace.ts';
import { text, type Use, usesOf } from './use.ts';

/** How long things are kept, as the deployment has it. */
export interface Retention {
  /** Days back to which the tables can be restored. */
  readonly backupDays: number;
  /** Years for which nobody can delete an audit record. */
  readonly auditYears: number;
  /** Days after which a file the school sent is deleted. */
  readonly exportDays: number;
}

export interface DistrictFacts {
  readonly name: string;
  readonly domain: string;
  /** IANA; moments are told in it. */
  readonly timezone: string;
  readonly retention: Retention;
}

/** Something on record about the person that is no call. */
export interface SubjectEvent {
  /** Kind of record, e.g. `consent.granted`. */
  readonly kind: string;
  readonly at: string;
  readonly details: Readonly<Record<string, string>>;
}

/** What one person gets when they ask what is held about them and what was done with it (GDPR 15 and 20; FERPA 99.10). */
export interface Dossier {
  readonly v: 1;
  readonly district: DistrictFacts;
  /** RFC 3339 UTC. */
  readonly madeAt: string;
  readonly held: Held;
  readonly uses: readonly Use[];
  readonly events: readonly SubjectEvent[];
  /** Names of notices and who raised them are left out: they might tell where a student is. */
  readonly guarded: boolean;
  /** Lines of the audit trail that could not be read. */
  readonly unreadLines: number;
}

/** Pure. @param madeAt RFC 3339 UTC */
export function dossierOf(items: SubjectItems, trace: Trace, district: DistrictFacts, madeAt: string): Dossier {
  const me: Identity = identityOf(items.contact, items.numbers, items.erasedAt);
  const uses = usesOf(trace, me);
  const guarded = isGuarded(items);
  return {
    v: 1,
    district,
    madeAt,
    held: heldOf(items, uses),
    uses: guarded ? uses.map(guardedUse) : uses,
    events: trace.others.map(eventOf),
    guarded,
    unreadLines: trace.unread,
  };
}

/** The ids of notices are the senders' own and may name a school; the leaf hashes still let every line be proved. */
function guardedUse(use: Use): Use {
  const number = use.decisions[0]?.proof.leaf.slice(0, 16) ?? 'no decision on record';
  const notice = { noticeId: 'kept back', message: undefined, raisedBy: undefined, raisedAt: use.notice.raisedAt };
  const decisions = use.decisions.map((one) => ({ ...one, proof: { ...one.proof, object: 'kept back' } }));
  return { ...use, callId: number, notice, decisions };
}

/** Facts of a record that a person may read; all others stay out, whatever a later version writes. */
const TELLING = [
  'purpose',
  'basis',
  'wording',
  'capturedBy',
  'source',
  'requested',
  'effective',
  'language',
  'by',
  'phase',
] as const;

function eventOf({ record }: PlacedRecord): SubjectEvent {
  const details = TELLING.map((name) => [name, text(record, name)] as const).filter(([, value]) => value !== '');
  return { kind: record.kind, at: record.at, details: Object.fromEntries(details) };
}
