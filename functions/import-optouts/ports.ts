import type { AuditTrail } from '../../shared/audit/trail.ts';
import type { Clock } from '../../shared/clock/clock.ts';
import type { ConsentLedger } from '../../shared/consent/ledger.ts';
import type { SilenceBrake } from '../../shared/consent/silence-brake.ts';
import type { DistrictSettings } from '../../shared/district/settings.ts';
import type { Naming } from '../../shared/roster/book/book.ts';
import type { ImportLedger } from '../../shared/roster/import-ledger.ts';
import type { Intake } from '../../shared/roster/intake.ts';
import type { IntakeBus } from '../../shared/roster/intake-bus.ts';

export interface OptoutPorts {
  readonly intake: Intake;
  readonly consents: Pick<ConsentLedger, 'changeStops'>;
  readonly ledger: Pick<ImportLedger, 'find' | 'note' | 'approvalOf' | 'lastTaken'>;
  /** Counts the phones whose emergencies a file silences. */
  readonly brake: SilenceBrake;
  readonly naming: () => Promise<Pick<Naming, 'number'>>;
  readonly trail: AuditTrail;
  readonly bus: Pick<IntakeBus, 'tell'>;
  readonly clock: Clock;
  readonly settings: DistrictSettings;
  /** Codes and counts only. */
  readonly log: { info(code: string, where?: object): void };
  readonly measures: { count(name: string, by?: number): void };
}
