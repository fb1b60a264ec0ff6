import type { AuditDraft, AuditTrail } from '../../shared/audit/trail.ts';
import type { Call } from '../../shared/calls/call.ts';
import type { CallBook } from '../../shared/calls/call-book.ts';
import type { Dialer } from '../../shared/calls/dialer.ts';
import type { GateFacts } from '../../shared/calls/gate-facts.ts';
import type { Lanes } from '../../shared/calls/lanes.ts';
import type { Listener } from '../../shared/calls/listener.ts';
import type { Pacer } from '../../shared/calls/pace.ts';
import type { RingBook } from '../../shared/calls/ring-history.ts';
import type { Clock } from '../../shared/clock/clock.ts';
import type { Decision } from '../../shared/consent/decision.ts';
import type { GateInput } from '../../shared/consent/gate-input.ts';
import type { DistrictSettings } from '../../shared/district/settings.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import type { KeptCall } from '../../shared/office/duty.ts';
import type { Office } from '../../shared/office/office.ts';

/** What placing calls needs of the world. */
export interface PlacePorts {
  readonly clock: Clock;
  readonly pause: (ms: number) => Promise<void>;
  readonly settings: DistrictSettings;
  readonly calls: CallBook;
  readonly facts: GateFacts;
  readonly decide: (input: GateInput) => Decision;
  readonly rings: RingBook;
  readonly pacer: Pacer;
  readonly dialer: Dialer;
  /** Encrypts whom an attempt speaks to, for answer-call alone. */
  readonly sealListener: (callId: string, attempt: number, listener: Listener) => Promise<Uint8Array>;
  readonly lanes: Lanes;
  readonly trail: AuditTrail;
  readonly office: Office;
  readonly measures: { count(name: string, by?: number): void };
}

/** A call whose turn it is. */
export interface Due {
  readonly call: Call;
  readonly notice: Notice;
}

/** What a batch leaves to be done at its end. */
export interface Aftermath {
  /** Records of what was done. */
  readonly drafts: AuditDraft[];
  /** Calls that ended here, for those who stand by for them. */
  readonly ended: Call[];
  /** Starts that a phone is, or may be, ringing on. */
  inUse: number;
  /** Calls that must come again, with the seconds to wait. */
  readonly again: { readonly call: Call; readonly inSeconds: number }[];
  /** Attendance calls that a rule kept from ringing: a state's law may want a person to make them. */
  readonly kept: KeptCall[];
}

export function noAftermath(): Aftermath {
  return { drafts: [], ended: [], inUse: 0, again: [], kept: [] };
}
