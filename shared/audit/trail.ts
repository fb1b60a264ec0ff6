/** The closed set of record kinds; each has a schema in `record.ts` and a line in `docs/audit-format.md`. */
export const RECORD_KINDS = [
  'notice.raised',
  'notice.rejected',
  'notice.planned',
  'notice.cancelled',
  'notice.closed',
  'call.permit',
  'call.refuse',
  'call.defer',
  'call.withdrawn',
  'call.rehearsed',
  'call.placed',
  'call.not-placed',
  'call.uncertain',
  'call.outcome',
  'call.final',
  'key.pressed',
  'consent.granted',
  'consent.revoked',
  'optout.recorded',
  'optout.lifted',
  'optouts.imported',
  'optouts.rejected',
  'optouts.approved',
  'number.verified',
  'number.reassigned',
  'numbers.asked',
  'restriction.set',
  'restriction.cleared',
  'rights.kept',
  'rights.ended',
  'task.opened',
  'task.closed',
  'disclosure.recorded',
  'subject.exported',
  'subject.erased',
  'roster.imported',
  'roster.rejected',
  'roster.held',
  'roster.approved',
  'attendance.imported',
  'attendance.rejected',
  'attendance.approved',
  'calendar.imported',
  'calendar.rejected',
  'message.poisoned',
  'mode.set',
  'heartbeat',
  'conflict',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** JSON without floats: strings, integers up to 2^53, booleans, null, arrays, objects. */
export type AuditValue = string | number | boolean | null | readonly AuditValue[] | { readonly [key: string]: AuditValue };

/** What a function says happened; the trail adds `v, id, writer, group, run, seq, log, salt`. Pseudonymous ids only. */
export interface AuditDraft {
  readonly kind: RecordKind;
  /** RFC 3339 UTC with milliseconds. */
  readonly at: string;
  /** Derived id for effects and outcomes, so that a redelivery's record is the same event. Absent: a fresh ULID. */
  readonly id?: string;
  readonly notice?: string;
  readonly call?: string;
  readonly attempt?: number;
  readonly subject?: string;
  readonly number?: string;
  readonly decision?: {
    readonly rule: string;
    readonly citation: string;
    readonly policy: string;
    readonly consentVersion: number;
    readonly basis: string;
  };
  /** Leaf hashes (hex) of the records this one rests on: a permit's notice, a ring's permit. */
  readonly refs?: readonly string[];
  /** What is particular to the kind, e.g. the inputs of a decision, the counts of a notice. */
  readonly facts?: { readonly [key: string]: AuditValue };
}

/** Where a record went: enough to refer to it from the next one. */
export interface AuditReceipt {
  readonly id: string;
  /** SHA-256(0x00 ‖ stored bytes), hex (RFC 6962 leaf hash). */
  readonly leafHash: string;
}

/** The write side of the audit trail. */
export interface AuditTrail {
  /**
   * Writes one object with one line per draft.
   * Durable: when this resolves, every record is in S3, locked. Nothing that depends on it may happen earlier (P1).
   * @param group noticeId, or a stable day `YYYY-MM-DD` (never "now").
   * @throws TryAgain when S3 did not take it.
   */
  write(group: string, drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]>;
}
