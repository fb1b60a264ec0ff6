import type { NumberStops } from '../shared/consent/gate-input.ts';
import { stopsAndComes } from '../shared/consent/what-stops.ts';
import type { Terminal } from './machine/terminal.ts';

/** What every way out answers at the desk: what stops and what still comes, in plain words. */
export function sayStops(stops: NumberStops | 'unreadable', terminal: Pick<Terminal, 'line' | 'soft'>): void {
  const words = stopsAndComes(stops);
  terminal.line(`    Stopped: ${words.stops}.`);
  terminal.line(`    Still comes: ${words.stillComes}.`);
  for (const sentence of words.besides) terminal.soft(`  ${sentence}`);
}

/** The same for scripts. */
export function saidStops(stops: NumberStops | 'unreadable') {
  const { stops: stopped, stillComes } = stopsAndComes(stops);
  return { stopped, stillComes };
}
