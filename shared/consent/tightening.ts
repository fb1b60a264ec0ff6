import type { Purpose } from '../notices/purpose.ts';
import type { GateSettings } from './gate-input.ts';
import { POLICIES } from './policies.ts';
import type { Policy } from './policy.ts';

/** The settings that bear on whom the gate lets ring, and when. */
export interface TightenedSettings
  extends Pick<GateSettings, 'profile' | 'callingHours' | 'weeklyRoutineCalls' | 'explicitConsentFor'> {
  /** YYYY-MM-DD */
  readonly revokeAllFrom: string;
  readonly allowedCountries: readonly string[];
  readonly attempts: { readonly routine: { readonly retryAfterSeconds: number } };
}

/** A wish that the policy does not allow, so that whoever keeps the settings can put it right. */
export interface Loosening {
  /** Where in the settings, e.g. `['callingHours', 'end']`. */
  readonly path: readonly (string | number)[];
  /** Names the value, the limit and the text it comes from; begins with "write". */
  readonly message: string;
}

/**
 * Where a district's settings would permit more than its profile does: a district may tighten a profile, never loosen it.
 * Clock times are HH:MM, as the settings' schema has made sure. Empty: all is well.
 */
export function looseningsOf(settings: TightenedSettings): readonly Loosening[] {
  const { bounds, revokeAll } = POLICIES[settings.profile];
  return [
    ...hoursBeyond(settings, bounds),
    ...tooManyCalls(settings, bounds),
    ...tooSoonAgain(settings, bounds),
    ...countriesBeyond(settings, bounds),
    ...emergenciesHeldBack(settings, bounds),
    ...revokesAllTooLate(settings, revokeAll),
  ];
}

type Bounds = Policy['bounds'];

function hoursBeyond({ callingHours: { start, end } }: TightenedSettings, { callingHours: limit }: Bounds): Loosening[] {
  const { citation } = limit;
  return [
    ...(start < limit.start
      ? [
          loosening(
            ['callingHours', 'start'],
            `${limit.start} or later: nobody is called before it, and ${start} is earlier`,
            citation,
          ),
        ]
      : []),
    ...(end > limit.end
      ? [loosening(['callingHours', 'end'], `${limit.end} or earlier: nobody is called after it, and ${end} is later`, citation)]
      : []),
  ];
}

function tooManyCalls(
  { weeklyRoutineCalls: asked }: TightenedSettings,
  { weeklyRoutineCalls: { most, citation } }: Bounds,
): Loosening[] {
  if (asked <= most) return [];
  return [
    loosening(
      ['weeklyRoutineCalls'],
      `${most} or fewer: so many routine calls a week are the most, and ${asked} are more`,
      citation,
    ),
  ];
}

function tooSoonAgain({ attempts }: TightenedSettings, { routineRetrySeconds: { least, citation } }: Bounds): Loosening[] {
  const asked = attempts.routine.retryAfterSeconds;
  if (asked >= least) return [];
  const words = `${least} or more: a routine call is tried again after so many seconds at the earliest, and ${asked} are fewer`;
  return [loosening(['attempts', 'routine', 'retryAfterSeconds'], words, citation)];
}

function countriesBeyond(
  { allowedCountries }: TightenedSettings,
  { allowedCountries: { among, citation } }: Bounds,
): Loosening[] {
  return allowedCountries.flatMap((country, at) =>
    among.includes(country)
      ? []
      : [
          loosening(
            ['allowedCountries', at],
            `one of ${among.join(', ')}: no other country is called, and ${country} is one`,
            citation,
          ),
        ],
  );
}

/** An emergency is told without asking; a person may refuse it, a district may not do so for everybody. */
function emergenciesHeldBack(
  { explicitConsentFor }: TightenedSettings,
  { explicitConsentFor: { never, citation } }: Bounds,
): Loosening[] {
  const isBeyond = (purpose: Purpose) => never.includes(purpose);
  return explicitConsentFor.flatMap((purpose, at) =>
    isBeyond(purpose)
      ? [loosening(['explicitConsentFor', at], `another purpose: nobody has to agree to an ${purpose} beforehand`, citation)]
      : [],
  );
}

/** The day may move by an order of the FCC, and then in the policy; a district may only be ahead of it. */
function revokesAllTooLate({ revokeAllFrom: asked }: TightenedSettings, { from, citation }: Policy['revokeAll']): Loosening[] {
  if (asked <= from) return [];
  return [
    loosening(
      ['revokeAllFrom'],
      `${from} or earlier: from then a stop of one kind of call stops all but emergencies, and ${asked} is later`,
      citation,
    ),
  ];
}

function loosening(path: Loosening['path'], words: string, citation: string): Loosening {
  return { path, message: `write ${words} (${citation})` };
}
