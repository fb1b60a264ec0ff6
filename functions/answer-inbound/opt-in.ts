import type { CallerFacts } from '../../shared/consent/caller-facts.ts';
import { liftable, recordLineOptIn } from '../../shared/consent/line-opt-in.ts';
import { LINE_WORDING, lineSentencesIn } from '../../shared/notices/line-sentences.ts';
import { speak, voiceOf } from './greet.ts';
import { type Spoken, speakerFor } from './languages.ts';
import type { LineCall, LinePorts } from './line.ts';

/** Key 2: what somebody is about to agree to, where a key may undo what stands; else the office's number. Changes nothing. */
export async function askToOptIn(ports: LinePorts, call: LineCall): Promise<Readonly<Record<string, string>>> {
  const spoken = speakerFor([call.language], ports.settings);
  const known = await factsOf(ports, call);
  if (known === undefined || !mayOptIn(known.facts)) return refused(ports, spoken);
  const words = lineSentencesIn(spoken.language).optInAsk(ports.settings.district.name);
  return { may: 'yes', ...voiceOf(spoken), said: speak(words) };
}

/** Key 1 after it: recorded, and told what comes again. Only for the number the network shows, never for one that was typed. */
export async function agree(ports: LinePorts, call: LineCall): Promise<Readonly<Record<string, string>>> {
  const spoken = speakerFor([call.language], ports.settings);
  const known = await factsOf(ports, call);
  if (known === undefined || !(mayOptIn(known.facts) || wasLiftedBy(known.facts, call))) return refused(ports, spoken);
  const { contactId } = call;
  const at = ports.clock.now().toISOString();
  const optIn = { contactId, numberKey: known.numberKey, wording: LINE_WORDING, language: spoken.language, at };
  await recordLineOptIn(ports, optIn, known.facts);
  return { ...voiceOf(spoken), said: speak(lineSentencesIn(spoken.language).optInDone) };
}

interface Known {
  readonly numberKey: string;
  readonly facts: CallerFacts;
}

async function factsOf(ports: LinePorts, { caller }: LineCall): Promise<Known | undefined> {
  if (caller === undefined) return undefined;
  const numberKey = await ports.nameNumber(caller);
  return { numberKey, facts: await ports.callerFacts(numberKey) };
}

function mayOptIn({ stops }: CallerFacts): boolean {
  return stops.kind === 'held' && liftable(stops.value).length > 0;
}

/** The same step, asked once more because its answer was lost. */
function wasLiftedBy({ stops }: CallerFacts, { contactId }: LineCall): boolean {
  return stops.kind === 'held' && stops.value.lifts.some(({ id }) => id.startsWith(`line.${contactId}.2`));
}

function refused({ settings }: LinePorts, spoken: Spoken): Readonly<Record<string, string>> {
  const words = lineSentencesIn(spoken.language).optInRefused(settings.callBackNumber);
  return { may: 'no', ...voiceOf(spoken), said: speak(words) };
}
