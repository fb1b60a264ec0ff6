import type { AuditTrail } from '../../shared/audit/trail.ts';
import type { Clock } from '../../shared/clock/clock.ts';
import type { CallerFacts } from '../../shared/consent/caller-facts.ts';
import type { ConsentLedger } from '../../shared/consent/ledger.ts';
import type { SilenceBrake } from '../../shared/consent/silence-brake.ts';
import type { DistrictSettings } from '../../shared/district/settings.ts';
import { GiveUp } from '../../shared/faults/fault.ts';
import type { AnnouncedNotice } from '../../shared/notices/announced.ts';
import type { NumberTrouble } from '../../shared/office/number-trouble.ts';
import { greet } from './greet.ts';
import { agree, askToOptIn } from './opt-in.ts';
import { stop } from './stop.ts';

/** What the flow asks, one step of a call after the other. Nothing is remembered between them. */
export interface LineCall {
  readonly contactId: string;
  /** E.164; absent where it is withheld. It may be forged. */
  readonly caller: string | undefined;
  readonly step: string;
  readonly key: string;
  /** Digits, where a number was typed. */
  readonly typed: string | undefined;
  /** BCP 47; empty where none was chosen. */
  readonly language: string;
}

export interface LinePorts {
  readonly clock: Clock;
  readonly settings: DistrictSettings;
  /** Pseudonym of an E.164 number. */
  readonly nameNumber: (e164: string) => Promise<string>;
  readonly callerFacts: (numberKey: string) => Promise<CallerFacts>;
  readonly announced: () => Promise<readonly AnnouncedNotice[]>;
  readonly audit: AuditTrail;
  readonly ledger: Pick<ConsentLedger, 'changeStops' | 'changeConsents'>;
  /** Counts the phones whose emergencies a caller silences. */
  readonly brake: SilenceBrake;
  /** Puts numbers that are said to be wrong on the office's list, once; of one that nobody in the book has, nothing is to be done. */
  readonly tellOffice: (troubles: readonly NumberTrouble[]) => Promise<unknown>;
  readonly measures: { count(name: string): void };
  /** Logs what a caller could do without. */
  readonly report: (error: unknown) => void;
}

/** The flow asks for a step that is not one. */
export class StepUnknown extends GiveUp<{ step: string; contactId: string }> {
  readonly code = 'STEP_UNKNOWN';
}

const STEPS: Readonly<Record<string, (ports: LinePorts, call: LineCall) => Promise<Readonly<Record<string, string>>>>> = {
  greet,
  stop,
  ask: askToOptIn,
  agree,
};

/**
 * Answers one step of somebody's call to the district's number: strings only, which the flow finds under `$.External`.
 * @throws whatever keeps a key from being recorded: the flow asks once more, and then says that nothing has changed.
 */
export async function onTheLine(ports: LinePorts, call: LineCall): Promise<Readonly<Record<string, string>>> {
  const step = STEPS[call.step];
  if (step !== undefined) return step(ports, call);
  const where = { step: call.step, contactId: call.contactId };
  throw new StepUnknown('the contact flow asks for a step that is not one', where, 'Deploy flow and function together.');
}

/** The number as the network shows it: E.164, or nothing where it is withheld, in whatever words. */
export function callerIn(address: string | undefined): string | undefined {
  return address !== undefined && /^\+[1-9]\d{6,14}$/.test(address) ? address : undefined;
}
