import { between, type Chance, logNormal, weighted } from './draw.ts';
import type { Person } from './person.ts';
import type { AnsweredBy, Profile, Weights } from './profile.ts';

/** How one ring is taken. */
export interface Answer {
  readonly by: AnsweredBy;
  /** Seconds of ringing until it is picked up; meaningless where nothing picks up. */
  readonly afterSeconds: number;
}

export interface Ringing {
  readonly person: Person;
  /** 1 for the first time this number is rung at all. */
  readonly nth: number;
  readonly previous: AnsweredBy | undefined;
  /** Local hour of the day, 0–23. */
  readonly hour: number;
  /** Count of whole mood windows since the epoch. */
  readonly window: number;
}

/** Answering is drawn per person and time, not per call: otherwise retries would look too good. */
export function answerOf(ringing: Ringing, profile: Profile, random: (stream: string) => Chance): Answer {
  const { person, nth } = ringing;
  const chance = random(`phone ${person.number}: ring ${nth}`);
  const by = kindOf(ringing, profile, chance, random);
  return { by, afterSeconds: pickUpTime(by, profile, chance) };
}

function kindOf(ringing: Ringing, profile: Profile, chance: Chance, random: (stream: string) => Chance): AnsweredBy {
  const { person, previous } = ringing;
  if (person.health === 'invalid') return 'invalid number';
  if (person.health === 'fax') return 'fax';
  const fresh = chance();
  if (previous === 'busy' && chance() >= profile.mood.busyClears) return 'busy';
  const mood = random(`phone ${person.number}: window ${ringing.window}`);
  const unchanged = mood() < profile.mood.unchanged && previous !== 'busy';
  const drawn = weighted(unchanged ? mood() : fresh, weightsNow(ringing, profile));
  return drawn === 'nobody' ? weighted(chance(), profile.nobodyBecause) : drawn;
}

/** A stranger's phone does not know the school: the number's own answers, whatever its former owner had saved. */
function weightsNow({ person, hour }: Ringing, profile: Profile): Weights<AnsweredBy> {
  const familiarity = person.health === 'wrongPerson' ? 'unsaved' : person.familiarity;
  const base = profile.answers[familiarity];
  const factor = hourFactor(hour, profile);
  const human = (base.human ?? 0) * factor * person.reach;
  const voicemail = Math.max(0, (base.voicemail ?? 0) + (base.human ?? 0) * (1 - factor)) * person.reach;
  const others = { ...base, human, voicemail, nobody: 0 };
  const taken = Object.values(others).reduce((sum, weight) => sum + weight, 0);
  return { ...others, nobody: Math.max(0, 1 - taken) };
}

function hourFactor(hour: number, profile: Profile): number {
  return profile.hourFactorHuman.filter(([from]) => from <= hour).at(-1)?.[1] ?? 1;
}

function pickUpTime(by: AnsweredBy, profile: Profile, chance: Chance): number {
  const { ring } = profile;
  if (by === 'human') return logNormal(chance, ring.human);
  if (by === 'screening') return between(chance, profile.screening.picksUpAfter);
  if (by === 'fax') return ring.cadence;
  const off = chance() < ring.offShare;
  return between(chance, off ? ring.machineWhenOff : ring.machine);
}
