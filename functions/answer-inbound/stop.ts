import { UNKNOWN_CALLER } from '../../shared/consent/caller-facts.ts';
import { type LineStop, lineStopId, recordLineStop } from '../../shared/consent/line-stop.ts';
import type { StopKey } from '../../shared/consent/number-stops.ts';
import { judgeNumber } from '../../shared/contacts/judge-number.ts';
import { GiveUp } from '../../shared/faults/fault.ts';
import { lineSentencesIn } from '../../shared/notices/line-sentences.ts';
import { speak, voiceOf } from './greet.ts';
import { speakerFor } from './languages.ts';
import type { LineCall, LinePorts } from './line.ts';

/** The flow sent a key that stops nothing. */
export class StopKeyUnknown extends GiveUp<{ key: string; contactId: string }> {
  readonly code = 'STOP_KEY_UNKNOWN';
}

const KEYS: readonly StopKey[] = ['7', '8', '9'];

/**
 * A key that stops calls: for the number the network shows, or for the one that was typed. `kept: number` asks for one.
 * Durable when it answers `kept: yes`. A typed number is taken on anybody's word: to stop all but emergencies is safe. `kept: said`:
 * emergencies, which 7 was to stop too, go on until the office has looked; what was kept, and what does it, is to be said (ADR 33).
 */
export async function stop(ports: LinePorts, call: LineCall): Promise<Readonly<Record<string, string>>> {
  const key = keyOf(call);
  const { contactId, typed } = call;
  const e164 = typed === undefined ? call.caller : numberIn(typed, ports);
  if (e164 === undefined) return askForNumber(ports, call);
  const numberKey = await ports.nameNumber(e164);
  // What key 8 is about; of a number that is only typed, nothing is looked up.
  const { lastRing } = key === '8' && typed === undefined ? await ports.callerFacts(numberKey) : UNKNOWN_CALLER;
  const at = ports.clock.now().toISOString();
  const pressed = { contactId, numberKey, key, typed: typed !== undefined, lastRing, at };
  const spoken = speakerFor([call.language], ports.settings);
  if (key !== '7') {
    await recordLineStop(ports, { ...pressed, silences: false });
    return { kept: 'yes', ...voiceOf(spoken) };
  }
  const silences = typed === undefined && (await isWithinLimit(ports, numberKey, at));
  return (await stopWrongNumber(ports, { ...pressed, silences }))
    ? { kept: 'yes', ...voiceOf(spoken) }
    : { kept: 'said', ...voiceOf(spoken), said: speak(wordsOfClaim(ports, spoken.language, typed !== undefined)) };
}

/** Beyond the limit somebody is called: a broadcast has rung many wrong phones, or caller ids are forged to silence families. */
async function isWithinLimit({ brake, settings, measures }: LinePorts, numberKey: string, at: string): Promise<boolean> {
  const { onTheLine: numbers, hours } = settings.silenceLimits;
  const isWithin = await brake.pass('line', { id: numberKey, numbers: 1, at }, { numbers, hours });
  if (!isWithin) measures.count('LineSilencesBraked');
  return isWithin;
}

/** @returns whether emergencies have stopped too */
async function stopWrongNumber(ports: LinePorts, stop: LineStop): Promise<boolean> {
  const { numberKey, silences, at } = stop;
  const cause = { id: lineStopId(stop), at };
  // First the list, for it is what the caller is promised: nothing that is refused later would put the number on it.
  if (!silences) await ports.tellOffice([{ kind: 'wrong-number-said', numberKey, cause }]);
  await recordLineStop(ports, stop);
  // If we die here, or the list does not answer: the stop stands, and the first call it refuses puts the number on the list.
  if (silences) await ports.tellOffice([{ kind: 'not-my-number', numberKey, cause }]).catch(ports.report);
  return silences;
}

/** The same for every number, so that nobody learns from it whether the district has it. */
function wordsOfClaim({ settings }: LinePorts, language: string, typed: boolean): string {
  const { claimTyped, claimBraked } = lineSentencesIn(language);
  return (typed ? claimTyped : claimBraked)(settings.callBackNumber);
}

function keyOf({ key, contactId }: LineCall): StopKey {
  const known = KEYS.find((one) => one === key);
  if (known !== undefined) return known;
  throw new StopKeyUnknown(
    'the contact flow sent a key that stops nothing',
    { key, contactId },
    'Deploy flow and function together.',
  );
}

/** Any number somebody may have, callable or not: what is on the list is never called. */
function numberIn(typed: string, { settings }: LinePorts): string | undefined {
  const { allowedCountries, district } = settings;
  const judged = judgeNumber(typed, { country: 'US', allowedCountries, districtZones: [district.timezone] });
  return 'e164' in judged ? judged.e164 : undefined;
}

function askForNumber({ settings }: LinePorts, { language, typed }: LineCall): Readonly<Record<string, string>> {
  const spoken = speakerFor([language], settings);
  const { notANumber, askNumber } = lineSentencesIn(spoken.language);
  return { kept: 'number', ...voiceOf(spoken), askNumber: typed === undefined ? speak(askNumber) : speak(notANumber, askNumber) };
}
