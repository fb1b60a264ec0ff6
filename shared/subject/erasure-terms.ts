import type { Retention } from './dossier.ts';
import type { Erasure } from './erasure.ts';

/** One thing, when it goes or why it stays, as it is told before the act and kept in the docs. */
export interface Term {
  readonly what: string;
  readonly why: string;
}

/** What an erasure means, told before anybody types the word. */
export interface ErasureTerms {
  readonly now: readonly Term[];
  readonly later: readonly Term[];
  readonly stays: readonly Term[];
  /** What only the student information system can do. */
  readonly others: readonly Term[];
}

const DAY_MS = 86_400_000;

/** Days of the moment an erasure has gone from everywhere it goes from. @returns YYYY-MM-DD */
export function goneFromBackupsOn(erasedAt: string, { backupDays }: Pick<Retention, 'backupDays'>): string {
  return new Date(Date.parse(erasedAt) + backupDays * DAY_MS).toISOString().slice(0, 10);
}

export function termsOf(erasure: Erasure, retention: Retention): ErasureTerms {
  return {
    now: goesNow(erasure),
    later: goesLater(erasure, retention),
    stays: staysOf(erasure, retention),
    others: [
      {
        what: 'The student information system still has this person.',
        why: 'Tonight’s export brings them back as somebody new, without agreements; "ringfence subject returned" lists them. Take the contact out of the system, or mark it as not to be exported.',
      },
    ],
  };
}

function goesNow({ numbers, disclosures }: Erasure): readonly Term[] {
  const alone = numbers.filter(({ shared }) => !shared).length;
  const shared = numbers.length - alone;
  return [
    {
      what: 'the entry in the contact book',
      why: 'name, language, numbers, students, flags, and the two random keys by which the audit trail knew them',
    },
    { what: 'the consent record', why: 'every agreement with its date, wording and evidence, and all history' },
    {
      what: `${alone} numbers that only they had given`,
      why: 'with what the Reassigned Numbers Database said of them, unless it said yes',
    },
    ...(shared === 0
      ? []
      : [{ what: `their tie to ${shared} numbers that others gave too`, why: 'the others keep their number' }]),
    {
      what: 'their place in the call order of their students, and in calls that have ended',
      why: 'nothing leads from a student or a call to them',
    },
    ...(disclosures.size === 0
      ? []
      : [{ what: 'all other traces of them as an emergency contact', why: 'but for the disclosures below' }]),
  ];
}

function goesLater({ erasedAt }: Erasure, retention: Retention): readonly Term[] {
  return [
    {
      what: `the copies from which the tables can be restored, on ${goneFromBackupsOn(erasedAt, retention)}`,
      why: `they go back ${retention.backupDays} days; whoever restores one must erase again: "ringfence subject returned" says whom`,
    },
    { what: `the files the school sent, within ${retention.exportDays} days`, why: 'the intake bucket deletes them by itself' },
    {
      what: 'rings of their numbers, within 31 days',
      why: 'pseudonyms and times; needed so that the caps on calls hold meanwhile',
    },
    { what: 'the list of calls, 30 days after each notice', why: 'pseudonyms; no longer theirs' },
  ];
}

function staysOf({ restrictedFor, disclosures }: Erasure, { auditYears }: Retention): readonly Term[] {
  return [
    {
      what: 'stops on their numbers, under the number’s key',
      why: 'forgetting them would mean calling again; somebody else may hold the number by then, and they bind the district (47 CFR 64.1200(d)(3))',
    },
    {
      what: 'that agreements were taken back: a pseudonym, number keys and this day',
      why: 'else last year’s form in tonight’s export would grant again what went today (R-09); no wording, no evidence',
    },
    ...(restrictedFor.length === 0
      ? []
      : [
          {
            what: 'court orders and restrictions',
            why: 'they protect a child, and outlive the entry of whoever they are against',
          },
        ]),
    ...(disclosures.size === 0
      ? []
      : [
          {
            what: 'what they were told about a student in an emergency',
            why: 'the student’s record keeps it as long as it is kept itself (34 CFR 99.32(a)(2))',
          },
        ]),
    {
      what: `the audit trail, each record for ${auditYears} years from its writing`,
      why: 'it is locked and proves what was done; it has random ids only, and what tied them to this person is erased (deletion against evidence: LAW-REFERENCE, conflict)',
    },
    {
      what: 'that somebody was erased: a pseudonym and a date',
      why: 'so that an export or a restored copy that brings them back is noticed',
    },
  ];
}
