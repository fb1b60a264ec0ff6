import type { AuditDraft } from '../../shared/audit/trail.ts';
import type { DialAnswer } from '../../shared/calls/dialer.ts';
import { limitsOf } from '../../shared/calls/limits-of.ts';
import type { Listener } from '../../shared/calls/listener.ts';
import { NEVER_RANG, type RingBook } from '../../shared/calls/ring-history.ts';
import { decide } from '../../shared/consent/decide.ts';
import type { LastTaken } from '../../shared/roster/import-ledger.ts';
import { START } from './a-call.ts';
import { type MemoryBooks, memoryBooks } from './memory-calls.ts';
import { type Ending, memoryLine, memoryPacer } from './memory-line.ts';
import { memoryOffice } from './memory-office.ts';
import { memoryPeople, type Person } from './memory-people.ts';
import { sampleSettings } from './sample-settings.ts';

export interface DayOptions {
  readonly people: readonly Person[];
  readonly settings?: Record<string, unknown>;
  readonly ending?: (callId: string, attempt: number) => Ending;
  readonly answers?: (callId: string, attempt: number) => Exclude<DialAnswer, { kind: 'ringing' }> | undefined;
  /** Whether a contact's end is told by an event at all. */
  readonly told?: (contactId: string) => boolean;
  /** Last night's unless told. */
  readonly lastExport?: LastTaken;
}

export interface Waiting {
  readonly at: number;
  readonly callId: string;
}

/** The rings of numbers and of contacts, noted in one request as the tables' adapter does. */
function ringsOf({ ringBook }: ReturnType<typeof memoryPeople>, { calls }: MemoryBooks): RingBook {
  return {
    ...ringBook,
    note: async (rung) => {
      await calls.noteRings(rung.flatMap(({ ring }) => ring ?? []));
      await ringBook.note(rung);
    },
  };
}

const LAST_NIGHT: LastTaken = { hash: 'last-night', uploadedAt: '2026-11-24T11:30:00.000Z', bytes: 1_000 };
const LINE_ANSWERS: Ending = { reason: 'CUSTOMER_DISCONNECT', afterS: 40 };

/** Everything the four rooms of a call ask of the world, in memory, on one clock that only moves when told. */
export function memoryPorts({
  people,
  settings: over = {},
  ending = () => LINE_ANSWERS,
  answers,
  lastExport = LAST_NIGHT,
}: DayOptions) {
  const time = { at: Date.parse(START) };
  const now = () => new Date(time.at);
  const settings = sampleSettings(over);
  const records: AuditDraft[] = [];
  const books = memoryBooks();
  const line = memoryLine(now, records, ending, answers);
  const book = memoryPeople(people, books.storedNotices);
  const office = officeOver(book);
  const lane: Waiting[] = [];
  const published: { readonly type: string; readonly detail: Readonly<Record<string, unknown>> }[] = [];
  const counts = new Map<string, number>();
  let planners = 0;
  const ports = {
    ...{
      settings,
      decide,
      calls: books.calls,
      notices: books.notices,
      facts: book.facts,
      rings: ringsOf(book, books),
      ledger: book.ledger,
      office,
    },
    sealListener: async (callId: string, attempt: number, listener: Listener) =>
      Buffer.from(JSON.stringify({ callId, attempt, listener })),
    ...{ dialer: line.dialer, desk: line.desk, pacer: memoryPacer(now, limitsOf(settings)), clock: { now } },
    pause: async (ms: number) => {
      time.at += ms;
    },
    audience: { resolve: async () => ({ addressees: book.addressees, skipped: {} }) },
    pastRings: async () => new Map(),
    absences: { read: async () => book.absences },
    lanes: {
      send: async (_lane: string, callIds: readonly string[], delaySeconds = 0) => {
        lane.push(...callIds.map((callId) => ({ callId, at: time.at + delaySeconds * 1_000 })));
      },
    },
    bus: {
      publish: async (type: string, detail: Readonly<Record<string, unknown>>) => {
        published.push({ type, detail });
      },
    },
    trail: {
      write: async (_group: string, drafts: readonly AuditDraft[]) => {
        records.push(...drafts);
        return drafts.map((draft) => ({ id: draft.id ?? 'fresh', leafHash: `${records.indexOf(draft)}`.padStart(64, '0') }));
      },
    },
    measures: { count: (name: string, by = 1) => counts.set(name, (counts.get(name) ?? 0) + by) },
    ids: {
      next: () => {
        planners += 1;
        return `planner-${planners}`;
      },
    },
    noteAnnounced: async () => undefined,
    sealMessage: async () => Buffer.from('sealed'),
    openMessage: async () => 'forged' as const,
    lastExport: async () => lastExport,
  };
  return { ports, time, now, records, books, line, book, office, lane, published, counts };
}

export type MemoryWorld = ReturnType<typeof memoryPorts>;
export type MemoryPorts = MemoryWorld['ports'];

/** The office looks its people up in the same book; every pupil is at Lincoln, in third grade. */
function officeOver({ contacts, absences, rings }: ReturnType<typeof memoryPeople>) {
  const parents = Map.groupBy(contacts.values(), ({ edges }) => edges[0]?.studentKey ?? '');
  const students = new Map(
    [...parents].map(([studentKey, own]) => {
      const contactKeys = own.map(({ contactKey }) => contactKey);
      return [studentKey, { studentKey, sisId: `S-${studentKey}`, schoolIds: ['lincoln'], grade: '03', contactKeys }];
    }),
  );
  const ringsOf = (numberKey: string) => {
    const { noted, exempt } = rings.get(numberKey) ?? NEVER_RANG;
    return [noted, exempt].flatMap((part) => (part === 'unreadable' ? [] : part));
  };
  const isOver = (day: string, studentKey: string) => ['excused', 'gone'].includes(absences.get(`${day} ${studentKey}`) ?? '');
  return {
    ...memoryOffice({ contacts, students }),
    rings: async (numberKeys: readonly string[]) => new Map(numberKeys.map((key) => [key, ringsOf(key)])),
    excused: async (day: string, keys: readonly string[]) => new Set(keys.filter((key) => isOver(day, key))),
  };
}
