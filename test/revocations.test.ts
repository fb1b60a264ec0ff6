/**
 * Whoever takes one kind of call back, by whatever way, ends with the same calls (47 CFR 64.1200(a)(10), R-06). What differs:
 *
 * | what | why |
 * |---|---|
 * | a note "do not call" in a telephone field stops all but emergencies on every day | it names no kind |
 * | a key in a call that rested on no agreement stops all but emergencies on every day | R-07 |
 * | a form's no reaches closings only where somebody agreed to them | they need no agreement (FCC 16-88), and the form says that they come without it |
 * | a form's no does not reach what the same form agrees to | asked kind by kind, the person says how far it goes ((a)(12)) |
 * | a form's no, and `consent revoke --contact`, stop it for the person; every other way for the telephone | who speaks |
 * | a day without an hour begins the rule by its end in a list, by its beginning on a form | the day before the rule alone; a list speaks for nobody in particular, so it stops more |
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Command, Ports } from '../cli/command.ts';
import { consentRevoke } from '../cli/consent-revoke.ts';
import { desk } from '../cli/desk.ts';
import type { District } from '../cli/machine/district.ts';
import { optoutRecord } from '../cli/optout-record.ts';
import { stop } from '../functions/answer-inbound/stop.ts';
import { importOptouts } from '../functions/import-optouts/import-optouts.ts';
import { importDrop } from '../functions/import-roster/import-drop.ts';
import { record } from '../functions/record-keypress/record.ts';
import type { Basis } from '../shared/calls/call.ts';
import { recoverKey } from '../shared/calls/recover-key.ts';
import { UNKNOWN_CALLER } from '../shared/consent/caller-facts.ts';
import { grant, NO_CONSENTS, stateFor } from '../shared/consent/consent-record.ts';
import { effectiveStops, NO_STOPS } from '../shared/consent/number-stops.ts';
import { strictPolicy } from '../shared/consent/policy-strict.ts';
import { forbids } from '../shared/consent/what-stops.ts';
import { PURPOSES, type Purpose } from '../shared/notices/purpose.ts';
import { smallDrop } from './fixtures/exports.ts';
import { type IntakeWorld, intakePorts, intakeWorld, NAMING, SETTINGS } from './fixtures/intake-memory.ts';
import { aCall } from './ports/a-call.ts';

const E164 = '+12174423001';
const PHONE = '217-442-3001';
const LAW = strictPolicy.revokeAll.from;
const KINDS = ['attendance', 'event', 'survey', 'fundraising'] as const;
const numberKey = NAMING.number(E164);
const contactKey = NAMING.contact('G1');
const COLUMN = {
  attendance: 'consentAttendance',
  event: 'consentEvent',
  survey: 'consentSurvey',
  fundraising: 'consentFundraising',
} as const;

interface Revocation {
  readonly purpose: (typeof KINDS)[number];
  /** RFC 3339 UTC. */
  readonly at: string;
  /** YYYY-MM-DD, of the district's settings. */
  readonly revokeAllFrom: string;
  readonly basis: Basis;
}

type Columns = Readonly<Record<string, string>>;
type Way = (world: IntakeWorld, said: Revocation) => Promise<unknown>;

/** A world with one family, at that moment. */
async function worldAt(at: string): Promise<IntakeWorld> {
  const world = intakeWorld();
  await drop(world, '2026-11-24', {});
  world.uploadedAt = at;
  world.now = new Date(at);
  return world;
}

async function drop(world: IntakeWorld, name: string, columns: Columns, settings = SETTINGS) {
  const guardians = [{ id: 'G1', students: ['S1', 'S2'], phone: PHONE, columns }];
  const { zip, contacts } = await smallDrop({ guardians });
  const key = `roster/${name}.zip`;
  world.files.set(key, zip).set(`roster/${name}.contacts.csv`, contacts);
  await importDrop({ ...intakePorts(world), settings }, { key, messageId: name });
  expect(JSON.parse(world.reports.get(`reports/${key}.json`) ?? '{}')).toMatchObject({ result: 'imported' });
}

function portsOf(world: IntakeWorld, { revokeAllFrom }: Revocation) {
  const ports = intakePorts(world);
  const settings = { ...SETTINGS, revokeAllFrom };
  return { ...ports, settings, audit: ports.trail };
}

function keyPortsOf(world: IntakeWorld, said: Revocation) {
  const { consents, ...ports } = portsOf(world, said);
  return { ...ports, ledger: consents };
}

async function command(world: IntakeWorld, said: Revocation, run: Command, args: Columns, keys: readonly string[] = []) {
  const { consents, trail, clock, office } = intakePorts(world);
  const left = [...keys];
  const quiet = () => undefined;
  const district = {
    ...{ clock, trail, office, ledger: consents, revokeAllFrom: said.revokeAllFrom, pseudonyms: async () => NAMING },
    // What was written under a kind is read back under it.
    book: { read: async (kind: string, ids: readonly string[]) => new Map(ids.flatMap((id) => entry(world, kind, id))) },
  };
  // Commands of stops and agreements use these parts of a district and of a terminal, and no other.
  const ports = {
    terminal: { good: quiet, bad: quiet, line: quiet, soft: quiet, heading: quiet, result: quiet },
    ...{ clock, operator: 'cli:a-test', press: async () => left.shift(), district: async () => district as unknown as District },
  } as unknown as Ports;
  expect(await run.run(args, ports)).toBe(0);
}

function entry(world: IntakeWorld, kind: string, id: string): readonly (readonly [string, unknown])[] {
  const found = world.book.get(`${kind} ${id}`);
  return found === undefined ? [] : [[id, found.value]];
}

function callOf({ purpose, basis }: Revocation) {
  return aCall({ callId: 'n.c', noticeId: 'n', numberKey, purpose, basis, attempt: 1, state: 'placed', recipients: [] });
}

const ON_THE_TELEPHONE: Readonly<Record<string, Way>> = {
  'key 8 in a call': (world, said) => {
    const calls = { get: async () => new Map([['n.c', callOf(said)]]), move: async () => 'moved' as const };
    const press = { contactId: 'c', callId: 'n.c', attempt: 1, key: '8', thanks: '' };
    return record({ ...keyPortsOf(world, said), calls }, press);
  },
  'key 8, recovered from Connect': (world, said) => recoverKey(keyPortsOf(world, said), callOf(said), 1, 'c', '8', said.at),
  'key 8 on the line': (world, said) => {
    const { purpose, basis, at } = said;
    const ports = keyPortsOf(world, said);
    const lookups = {
      nameNumber: async () => numberKey,
      callerFacts: async () => ({ ...UNKNOWN_CALLER, lastRing: { at, purpose, basis, noticeId: 'n' } }),
      announced: async () => [],
      tellOffice: async () => undefined,
      report: () => undefined,
    };
    const call = { contactId: 'c', caller: E164, step: 'stop', key: '8', typed: undefined, language: '' };
    return stop({ ...ports, ...lookups }, call);
  },
};

const BY_WORD: Readonly<Record<string, Way>> = {
  'a word at the desk': (world, said) => {
    const key = ['closure', ...KINDS].indexOf(said.purpose) + 1;
    return command(world, said, desk, { number: E164 }, ['2', String(key), 'return']);
  },
  'a letter, noted with optout record': (world, said) =>
    command(world, said, optoutRecord, { number: E164, scope: said.purpose, evidence: 'letter' }),
  'a letter that names the moment': (world, said) =>
    command({ ...world, now: new Date('2027-12-01T00:00:00Z') }, said, optoutRecord, {
      ...{ number: E164, scope: said.purpose, evidence: 'letter', dated: said.at },
    }),
  'consent revoke of the telephone': (world, said) =>
    command(world, said, consentRevoke, { number: E164, purpose: said.purpose, evidence: 'call' }),
  'consent revoke of the person': (world, said) =>
    command(world, said, consentRevoke, { contact: 'G1', purpose: said.purpose, evidence: 'call' }),
};

const ON_A_FORM = 'a no on a form, in an export';
const BY_FILE: Readonly<Record<string, Way>> = {
  'a row of a list': async (world, said) => {
    world.files.set('optouts/list.csv', Buffer.from(`phone,scope\n${PHONE},${said.purpose}\n`));
    await importOptouts(portsOf(world, said), 'optouts/list.csv');
  },
  [ON_A_FORM]: (world, said) =>
    drop(world, 'later', { [COLUMN[said.purpose]]: 'N' }, { ...SETTINGS, revokeAllFrom: said.revokeAllFrom }),
};

/** The calls of which this parent gets none any more, on this telephone. */
function stopped(world: IntakeWorld): readonly Purpose[] {
  const stops = effectiveStops(world.stops.get(numberKey) ?? NO_STOPS);
  const consents = world.consents.get(contactKey) ?? NO_CONSENTS;
  return PURPOSES.filter(
    (purpose) => forbids(stops, purpose) || stateFor(consents, numberKey, purpose, '2028-01-01T00:00:00.000Z') === 'revoked',
  );
}

const ALL_BUT_EMERGENCIES = PURPOSES.filter((purpose) => purpose !== 'emergency');
const moment = fc
  .date({ min: new Date('2026-11-25T00:00:00Z'), max: new Date('2027-06-30T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
/** Around the day itself as often as anywhere else. */
const anyMoment = fc.oneof(moment, fc.constantFrom('2027-01-30T23:59:59.999Z', '2027-01-31T00:00:00.000Z'));
const anyRevocation = fc.record({
  purpose: fc.constantFrom(...KINDS),
  at: anyMoment,
  revokeAllFrom: fc.constantFrom(LAW, '2027-01-01', '2026-01-01'),
  basis: fc.constant<Basis>('consent'),
});

test.each(Object.entries({ ...ON_THE_TELEPHONE, ...BY_WORD, ...BY_FILE }))(
  'the same word at the same moment has the same effect by %s',
  async (name, way) => {
    const all = name === ON_A_FORM ? KINDS : ALL_BUT_EMERGENCIES;
    const check = async (said: Revocation) => {
      const world = await worldAt(said.at);
      expect(stopped(world)).toEqual([]);
      await way(world, said);
      expect(stopped(world)).toEqual(said.at.slice(0, 10) < said.revokeAllFrom ? [said.purpose] : all);
    };
    await fc.assert(fc.asyncProperty(anyRevocation, check), { numRuns: 40 });
  },
);

test.each(Object.entries(ON_THE_TELEPHONE))(
  '%s, where the call rested on no agreement, stops all but emergencies',
  async (_, way) => {
    const check = async (said: Revocation) => {
      const world = await worldAt(said.at);
      await way(world, said);
      expect(stopped(world)).toEqual(ALL_BUT_EMERGENCIES);
    };
    const onNone = fc.record({ said: anyRevocation, basis: fc.constantFrom<Basis>('exempt', 'emergency') });
    await fc.assert(
      fc.asyncProperty(onNone, ({ said, basis }) => check({ ...said, basis })),
      { numRuns: 20 },
    );
  },
);

test('a note in a telephone field stops all but emergencies on every day', async () => {
  for (const at of ['2026-11-25T11:30:00.000Z', '2027-03-01T11:30:00.000Z']) {
    const world = await worldAt(at);
    await drop(world, 'later', { phone: `${PHONE} do not call` });
    expect(stopped(world), at).toEqual(ALL_BUT_EMERGENCIES);
  }
});

const LATE = '2027-03-01T11:30:00.000Z';
const form = { consentDate: '2027-02-20', consentForm: 'F-9', consentWording: 'v3' };

test('a form’s no does not reach what the same form agrees to, and reaches what it leaves blank', async () => {
  const world = await worldAt(LATE);
  await drop(world, 'later', { ...form, consentAttendance: 'Y', consentEvent: 'N' });
  expect(stopped(world)).toEqual(['event', 'survey', 'fundraising']);
  expect(stateFor(world.consents.get(contactKey) ?? NO_CONSENTS, numberKey, 'attendance', LATE)).toBe('granted');
  const counts = { 'contacts whose no to one kind of call takes back others too': 1 };
  expect(JSON.parse(world.reports.get('reports/roster/later.zip.json') ?? '{}')).toMatchObject({ counts });
});

test('nor closings, which come without a form, unless somebody had agreed to them', async () => {
  const world = await worldAt(LATE);
  const given = { basis: 'desk', at: '2026-12-01T12:00:00.000Z', capturedBy: 'x', wording: 'desk', language: 'en' } as const;
  const agreed = grant(NO_CONSENTS, numberKey, 'closure', given);
  if (agreed.kind === 'recorded') world.consents.set(contactKey, agreed.record);
  await drop(world, 'later', { consentEvent: 'N' });
  expect(stopped(world)).toEqual(ALL_BUT_EMERGENCIES);
});

/** The same guardian, night after night: what is stopped and on record after each; the name differs, so that answers are looked at. */
async function afterEach(nights: readonly string[], first: Columns, second: Columns = first) {
  const world = await worldAt(nights[0] ?? '');
  const seen = new Set<string>();
  for (const [index, at] of nights.entries()) {
    Object.assign(world, { uploadedAt: at, now: new Date(at) });
    const row = (student: string, columns: Columns) => ({
      ...{ id: 'G1', students: [student], phone: PHONE, columns: { ...columns, familyName: `Name ${'abc'[index]}` } },
    });
    const { zip, contacts } = await smallDrop({ guardians: [row('S1', first), row('S2', second)] });
    world.files.set(`roster/n${index}.zip`, zip).set(`roster/n${index}.contacts.csv`, contacts);
    await importDrop(intakePorts(world), { key: `roster/n${index}.zip`, messageId: `n${index}` });
    seen.add(JSON.stringify([stopped(world), world.consents.get(contactKey)]));
  }
  return { world, changes: seen.size - 1 };
}

const old = { ...form, consentDate: '2026-09-01' };

test.each<[string, Columns]>([
  ['a no without a date', { consentEvent: 'N' }],
  ['two of them', { consentEvent: 'N', consentSurvey: 'N' }],
  ['a dated one', { ...old, consentEvent: 'N' }],
])('%s that an export repeats is no news on the day the rule begins, nor ever after', async (_, columns) => {
  const nights = ['2027-01-29T11:30:00.000Z', '2027-02-01T11:30:00.000Z', '2027-02-02T11:30:00.000Z'];
  const { world, changes } = await afterEach(nights, columns);
  expect(changes).toBe(0);
  expect(stopped(world)).not.toContain('attendance');
});

test.each<[string, Columns]>([
  ['beside an old form in another row, whose yes does not outlive it', { ...old, consentSurvey: 'N', consentAttendance: 'Y' }],
  ['beside another one in another row', { consentSurvey: 'N' }],
])('nor after that day: a no without a date %s', async (_, other) => {
  const nights = [LATE, '2027-03-02T11:30:00.000Z', '2027-03-03T11:30:00.000Z'];
  const { world, changes } = await afterEach(nights, { consentEvent: 'N' }, other);
  expect(changes).toBe(0);
  expect(stopped(world)).toEqual(KINDS);
});

test('of an export that is held, a form’s no goes as far, and its yes waits', async () => {
  const world = await worldAt(LATE);
  // Held as the first one of all, with a book that is there.
  world.taken = undefined;
  const guardians = [
    { id: 'G1', students: ['S1', 'S2'], phone: PHONE, columns: { ...form, consentAttendance: 'Y', consentEvent: 'N' } },
  ];
  const { zip, contacts } = await smallDrop({ guardians });
  world.files.set('roster/held.zip', zip).set('roster/held.contacts.csv', contacts);
  await importDrop(intakePorts(world), { key: 'roster/held.zip', messageId: 'held' });
  expect(JSON.parse(world.reports.get('reports/roster/held.zip.json') ?? '{}')).toMatchObject({ result: 'held' });
  expect(stopped(world)).toEqual(['event', 'survey', 'fundraising']);
});
