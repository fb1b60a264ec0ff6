import type { LineCall, LinePorts } from '../../functions/answer-inbound/line.ts';
import type { AuditDraft } from '../../shared/audit/trail.ts';
import type { ConsentRecord } from '../../shared/consent/consent-record.ts';
import { NO_CONSENTS } from '../../shared/consent/consent-record.ts';
import type { PastRing } from '../../shared/consent/gate-input.ts';
import { effectiveStops, NO_STOPS, type StopRecord } from '../../shared/consent/number-stops.ts';
import type { AnnouncedNotice } from '../../shared/notices/announced.ts';
import type { Message, Notice } from '../../shared/notices/notice.ts';
import type { NumberTrouble } from '../../shared/office/number-trouble.ts';
import { memoryBrake } from './memory-brake.ts';
import { sampleSettings } from './sample-settings.ts';

export interface Caller {
  readonly contactKeys?: readonly string[];
  readonly language?: string;
  readonly lastRing?: PastRing;
}

export interface CallersOptions {
  readonly settings?: Record<string, unknown>;
  /** By E.164. */
  readonly callers?: Readonly<Record<string, Caller>>;
  readonly announced?: readonly { readonly notice: Notice; readonly message: Message; readonly rehearsal?: boolean }[];
  readonly now?: string;
}

const LANGUAGES = { default: 'en', voices: { en: { voice: 'Joanna' }, es: { voice: 'Lupe' }, ar: { voice: 'Hala' }, vi: {} } };
/** When the line is answered, unless a test says otherwise: 10:15 in Chicago. */
export const NOW = '2026-11-24T16:15:00.000Z';
export const ana = '+13125550111';
export const stranger = '+13125550999';

/** Ana's first step on the line; a test says what differs. */
export function aLineCall(over: Partial<LineCall> = {}): LineCall {
  return { contactId: 'c-1', caller: ana, step: 'greet', key: '', typed: undefined, language: '', ...over };
}

/** A call to a number, three quarters of an hour ago. */
export function ringOf(purpose: PastRing['purpose'], basis: PastRing['basis']): PastRing {
  return { at: '2026-11-24T15:30:00.000Z', purpose, basis, noticeId: 'n' };
}

type Part = 'names' | 'notices' | 'trail' | 'ledger' | 'office';

/** Everything that answering the line asks of the world, in memory. `broken`: what no longer answers. */
export function memoryCallers({ settings = {}, callers = {}, announced = [], now = NOW }: CallersOptions = {}) {
  const records: AuditDraft[] = [];
  const reported: unknown[] = [];
  const office: NumberTrouble[] = [];
  const counted: string[] = [];
  const broken = new Set<Part>();
  const stops = new Map<string, StopRecord>();
  const consents = new Map<string, ConsentRecord>();
  const time = { at: Date.parse(now) };
  const meet = (part: Part): void => {
    if (broken.has(part)) throw new Error(`${part} do not answer`);
  };
  const keyOf = (e164: string) => `key-of-${e164.slice(1)}`;
  const callerOf = (numberKey: string): Caller => callers[`+${numberKey.slice('key-of-'.length)}`] ?? {};
  const ports: LinePorts = {
    clock: { now: () => new Date(time.at) },
    settings: sampleSettings({ languages: LANGUAGES, ...settings }),
    nameNumber: async (e164) => {
      meet('names');
      return keyOf(e164);
    },
    callerFacts: async (numberKey) => {
      meet('ledger');
      const { contactKeys = [], language = 'und', lastRing } = callerOf(numberKey);
      return {
        languages: contactKeys.map(() => language),
        contactKeys,
        stops: { kind: 'held', value: stops.get(numberKey) ?? NO_STOPS, version: 1 },
        consents: new Map(),
        lastRing,
      };
    },
    announced: async () => {
      meet('notices');
      return announced.map(
        ({ notice, message, rehearsal = false }): AnnouncedNotice => ({ notice, rehearsal, words: async () => message }),
      );
    },
    audit: {
      write: async (_group, drafts) => {
        meet('trail');
        records.push(...drafts);
        return drafts.map(({ id = 'fresh' }) => ({ id, leafHash: 'a'.repeat(64) }));
      },
    },
    ledger: {
      changeStops: async (numberKey, change) => {
        meet('ledger');
        stops.set(numberKey, change(stops.get(numberKey) ?? NO_STOPS));
        return 'written';
      },
      changeConsents: async (contactKey, change) => {
        meet('ledger');
        consents.set(contactKey, change(consents.get(contactKey) ?? NO_CONSENTS));
        return 'written';
      },
    },
    ...{ brake: memoryBrake(), measures: { count: (name: string) => void counted.push(name) } },
    tellOffice: async (troubles) => {
      meet('office');
      office.push(...troubles);
    },
    report: (error) => void reported.push(error),
  };
  return {
    ...{ ports, records, reported, office, counted, broken, stops, consents, time, keyOf },
    /** What the gate would have to obey for this number. */
    stopped: (e164: string) => effectiveStops(stops.get(keyOf(e164)) ?? NO_STOPS),
  };
}
