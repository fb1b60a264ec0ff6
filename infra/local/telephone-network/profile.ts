/** The shape of a population: see `people-2026-11-24.ts` for the figures and where they come from. */

/** What a line does when it is rung. */
export type AnsweredBy =
  | 'human'
  | 'voicemail'
  | 'screening'
  | 'mailbox full'
  | 'fax'
  | 'nobody'
  | 'unreachable'
  | 'busy'
  | 'invalid number'
  | 'blocked'
  | 'network problem'
  | 'caller gave up';

export type Familiarity = 'saved' | 'unsaved' | 'labelled';
export type NumberHealth = 'valid' | 'invalid' | 'fax' | 'wrongPerson';
/** What a message is about, judged by its words alone. */
export type Topic = 'emergency' | 'closure' | 'attendance' | 'event';

export interface ReachTrait {
  readonly share: number;
  readonly reach: number;
}

/** Seconds. */
export interface Spread {
  readonly median: number;
  /** Of the logarithm. */
  readonly sigma: number;
}

/** Seconds, from and to. */
export type Range = readonly [number, number];
export type Weights<K extends string> = Readonly<Partial<Record<K, number>>>;

export interface Profile {
  readonly number: Readonly<Record<NumberHealth, number>>;
  readonly familiarity: Readonly<Record<Familiarity, number>>;
  readonly answers: Readonly<Record<Familiarity, Weights<AnsweredBy>>>;
  readonly reachTraits: readonly ReachTrait[];
  readonly mood: { readonly windowHours: number; readonly unchanged: number; readonly busyClears: number };
  readonly hourFactorHuman: readonly (readonly [number, number])[];
  readonly nobodyBecause: Weights<AnsweredBy>;
  readonly ring: {
    readonly human: Spread;
    readonly machine: Range;
    readonly machineWhenOff: Range;
    readonly offShare: number;
    readonly cadence: number;
  };
  readonly greeting: Spread & { readonly longShare: number; readonly long: Range };
  readonly voicemail: { readonly cutShare: number; readonly cutAfter: Range; readonly longest: number };
  readonly screening: { readonly picksUpAfter: Range; readonly listens: Range; readonly ownerAccepts: number };
  readonly detection: { readonly humanAsMachine: number; readonly machineAsHuman: number; readonly screeningAsHuman: number };
  readonly listening: { readonly gone6: number; readonly gone19: number; readonly goneBeforeEnd: number };
  readonly repetition: { readonly hangsUp: number; readonly after: Range };
  readonly keys: {
    readonly repeat: number;
    readonly confirmAskedFirst: number;
    readonly confirmAskedLast: number;
    readonly notMyNumberOfferedFirst: number;
    readonly notMyNumberLater: number;
  };
  readonly stopsOnlyThese: number;
  readonly stops: Readonly<Record<Topic, number>>;
  readonly reaction: Spread;
  readonly child: { readonly share: number; readonly pressesAnyKey: number };
}
