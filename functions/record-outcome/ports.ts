import type { ContactDesk } from '../../shared/calls/dialer.ts';
import type { SettlePorts } from '../../shared/calls/settle.ts';

/** What taking contact events needs of the world. */
export interface OutcomePorts extends SettlePorts {
  readonly desk: ContactDesk;
}
