import type { Basis, FinalState, Outcome } from '../../shared/calls/call.ts';
import type { StopScope } from '../../shared/consent/number-stops.ts';
import type { Contact, ContactNumber, EdgeLimit } from '../../shared/contacts/contact.ts';
import type { Purpose } from '../../shared/notices/purpose.ts';
import type { PeopleKind } from '../../shared/office/task.ts';
import { AR } from './words-ar.ts';
import { EN } from './words-en.ts';
import { ES } from './words-es.ts';
import { VI } from './words-vi.ts';

/** Languages in which the fixed words of the page exist. */
export const PAGE_LANGUAGES = ['en', 'es', 'vi', 'ar'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** The fixed words of the page. `{…}` is filled in. What the district itself wrote (evidence, reasons) stays as it was written. */
export interface Words {
  readonly dir: 'ltr' | 'rtl';
  readonly title: string;
  /** Of a translation: who must read it over before it is handed out. Empty in English. */
  readonly review: string;
  readonly madeAt: string;
  readonly intro: string;
  /** Between the members of a list. */
  readonly comma: string;
  readonly none: string;
  readonly notSaid: string;
  readonly yes: string;
  readonly no: string;
  readonly headings: Readonly<
    Record<
      'short' | 'you' | 'numbers' | 'students' | 'calls' | 'events' | 'tasks' | 'requests' | 'keeping' | 'rights' | 'check',
      string
    >
  >;
  readonly tiles: Readonly<Record<'numbers' | 'rang' | 'notCalled' | 'stops', string>>;
  readonly you: Readonly<Record<'name' | 'role' | 'language' | 'given' | 'key' | 'subject', string>>;
  readonly roles: Readonly<Record<Contact['role'], string>>;
  readonly labels: Readonly<Record<ContactNumber['label'], string>>;
  readonly lines: Readonly<Record<ContactNumber['lineType'], string>>;
  readonly purposes: Readonly<Record<Purpose | 'unknown', string>>;
  readonly number: Readonly<
    Record<
      | 'stopped'
      | 'comes'
      | 'nothingStopped'
      | 'unreadableStops'
      | 'stopList'
      | 'lifted'
      | 'consents'
      | 'noConsents'
      | 'unreadableConsents'
      | 'rings'
      | 'reassigned',
      string
    >
  >;
  readonly columns: Readonly<
    Record<
      | 'when'
      | 'asked'
      | 'effect'
      | 'how'
      | 'by'
      | 'purpose'
      | 'what'
      | 'wording'
      | 'evidence'
      | 'relationship'
      | 'student'
      | 'schools'
      | 'flags'
      | 'answer'
      | 'received'
      | 'due'
      | 'closed',
      string
    >
  >;
  readonly states: Readonly<Record<'granted' | 'revoked' | 'set' | 'cleared' | 'kept' | 'ended', string>>;
  readonly until: string;
  readonly guardianSaid: string;
  readonly bases: Readonly<Record<string, string>>;
  readonly sources: Readonly<Record<string, string>>;
  /** `purpose` takes `{purpose}`. */
  readonly scopes: Readonly<Record<StopScope['kind'], string>>;
  readonly flags: Readonly<Record<'restricted' | 'emergencyOnly' | EdgeLimit, string>>;
  readonly adultFrom: string;
  readonly keptBack: string;
  readonly answers: Readonly<Record<'yes' | 'no' | 'no-data', string>>;
  readonly call: Readonly<
    Record<
      | 'none'
      | 'guarded'
      | 'says'
      | 'raised'
      | 'permit'
      | 'refuse'
      | 'defer'
      | 'withdrawn'
      | 'rehearsed'
      | 'because'
      | 'notYours'
      | 'basis'
      | 'rule'
      | 'rang'
      | 'didNotRing'
      | 'uncertain'
      | 'pressed'
      | 'stop'
      | 'ended'
      | 'reference',
      string
    >
  >;
  readonly callBases: Readonly<Record<Basis | 'given' | 'none', string>>;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly finals: Readonly<Record<FinalState, string>>;
  /** What each key means. */
  readonly keys: Readonly<Record<'1' | '7' | '8' | '9', string>>;
  readonly kinds: Readonly<Record<string, string>>;
  /** As exports name them, in small letters; any other stays as the school wrote it. */
  readonly relationships: Readonly<Record<string, string>>;
  /** Programs that take things down; people stay as they are named. */
  readonly takers: Readonly<Record<string, string>>;
  readonly tasks: Readonly<Record<PeopleKind, string>>;
  readonly open: string;
  readonly keeping: readonly string[];
  readonly rights: readonly string[];
  readonly check: readonly string[];
}

export const WORDS: Readonly<Record<PageLanguage, Words>> = { en: EN, es: ES, vi: VI, ar: AR };

/** The person's own language where the page has it, by its first part: `es-MX` is `es`. */
export function pageLanguageOf(language: string): PageLanguage | undefined {
  return PAGE_LANGUAGES.find((one) => one === language.split('-')[0]?.toLowerCase());
}

/** Fills `{name}`; a name without a value stays, so that a test sees it. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The word for a value, or the value itself where a newer program wrote one this page does not know. */
export function wordFor(words: Readonly<Record<string, string>>, value: string, otherwise = value): string {
  return words[value] ?? otherwise;
}
