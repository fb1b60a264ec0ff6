import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import type { NumberStops } from './gate-input.ts';
import type { StopScope } from './number-stops.ts';

/** The kinds of calls as a parent would name them. */
export const KIND_WORDS: Readonly<Record<Purpose, string>> = {
  emergency: 'emergencies',
  closure: 'school closings',
  attendance: 'a child’s absence',
  event: 'school events',
  survey: 'surveys',
  fundraising: 'fundraising',
};

/** What a person may ask to stop, as the desk puts it. */
export const SCOPE_WORDS: Readonly<Record<StopScope['kind'], string>> = {
  'all-but-emergencies': 'stop all automated calls but emergencies',
  purpose: 'stop one kind of call',
  'wrong-number': 'not my number: stop everything, emergencies too, until the office has verified it',
  emergencies: 'stop everything, emergencies too',
};

/** Said where it applies, so that nobody is left to find out. */
const BESIDES: readonly { readonly where: (stopped: readonly Purpose[]) => boolean; readonly words: string }[] = [
  {
    where: (stopped) => stopped.includes('emergency'),
    words: 'No emergency call comes to this phone: give the school another way to reach you.',
  },
  {
    where: (stopped) => stopped.includes('attendance'),
    words: 'Where the law wants a family told of an absence, a person calls.',
  },
  { where: (stopped) => stopped.length > 0, words: 'A person of the school may always call. To agree again: tell the office.' },
];

/** Whether a stop keeps calls of this kind from the number, whatever was agreed to. What cannot be read may say "not my number", so it stops everything. */
export function forbids(stops: NumberStops | 'unreadable', purpose: Purpose): boolean {
  if (stops === 'unreadable') return true;
  if (stops.notMyNumber || stops.emergencies || stops.purposes.includes(purpose)) return true;
  return stops.allButEmergencies && purpose !== 'emergency';
}

/** What stops on a number and what still comes, in the words of every way out. */
export interface StopsAndComes {
  /** `no opt-out`, or what stands, e.g. `everything but emergencies stopped`. */
  readonly standing: string;
  readonly stops: string;
  readonly stillComes: string;
  /** Further sentences, each of its own. */
  readonly besides: readonly string[];
}

/** The one table of words: worked out from what the gate obeys, so that it cannot say otherwise. */
export function stopsAndComes(stops: NumberStops | 'unreadable'): StopsAndComes {
  const stopped = PURPOSES.filter((purpose) => forbids(stops, purpose));
  const comes = PURPOSES.filter((purpose) => !forbids(stops, purpose));
  const tampered = stops === 'unreadable' ? ['Treat it as tampering: the alarm EnvelopeForged says where to look.'] : [];
  const verify = stops !== 'unreadable' && stops.notMyNumber ? ['The office must verify the number before anything rings.'] : [];
  return {
    standing: standingWords(stops),
    stops: stopped.length === 0 ? 'nothing' : listed(stopped),
    stillComes:
      comes.length === 0
        ? 'no automated call at all'
        : `${listed(comes)}${comes.length > 1 ? ', where agreed to or allowed' : ''}`,
    besides: [...tampered, ...verify, ...BESIDES.flatMap(({ where, words }) => (where(stopped) ? [words] : []))],
  };
}

function standingWords(stops: NumberStops | 'unreadable'): string {
  if (stops === 'unreadable') return 'the opt-out record does not open: nothing rings, emergencies neither';
  const parts = [
    ...(stops.notMyNumber ? ['not my number: nothing rings, emergencies neither, until the office verifies it'] : []),
    ...(stops.emergencies ? ['everything stopped, emergencies too'] : []),
    ...(stops.allButEmergencies ? ['everything but emergencies stopped'] : []),
    // A wider stop says it already.
    ...(stops.notMyNumber || stops.emergencies || stops.allButEmergencies ? [] : stops.purposes.map((one) => `${one} stopped`)),
  ];
  return parts.length === 0 ? 'no opt-out' : parts.join('; ');
}

function listed(purposes: readonly Purpose[]): string {
  const words = purposes.map((purpose) => KIND_WORDS[purpose]);
  const [last = ''] = words.slice(-1);
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
