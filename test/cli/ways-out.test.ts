/** The ways out and back in as the office has them: the program itself, against a local cloud. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Ports } from '../../cli/command.ts';
import { importExport } from '../../cli/demo/intake.ts';
import { recordsOf } from '../../cli/demo/records.ts';
import { type Stage, setStage } from '../../cli/demo/stage.ts';
import { desk } from '../../cli/desk.ts';
import { createTerminal } from '../../cli/machine/terminal.ts';
import type { AuditRecord } from '../../shared/audit/record.ts';
import { isRestrictedFor } from '../../shared/consent/restrictions.ts';
import { keepsRights } from '../../shared/consent/rights.ts';
import { type CliRun, ringfence } from '../fixtures/cli-trial.ts';
import { familiesAt } from '../scenario/families.ts';

/** Each run of the program is a process of its own: a second on a machine with nothing else to do. */
const SLOW = { timeout: 240_000 };
let stage: Stage;
const folder = mkdtempSync(join(tmpdir(), 'ringfence-evidence-'));
const order = join(folder, 'order.pdf');

beforeAll(async () => {
  writeFileSync(order, 'a scan');
  const quiet = { ...createTerminal(process.stdout, true), result: () => undefined };
  stage = await setStage(quiet, { seed: 1, students: 40, assembly: inject('assembly') });
  expect((await importExport(stage, 'a test')).report.result).toBe('imported');
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await stage.cloud.stop();
});

const cli = (...args: readonly string[]): Promise<CliRun> =>
  ringfence(['--endpoint-url', stage.cloud.endpoint, ...args], stage.cloud.operatorEnv);

/** A parent who has a phone of their own, with a child. */
function parent(index: number) {
  const schools = ['plsd-lincoln', 'plsd-high', 'plsd-lakeside', 'plsd-prairie', 'plsd-maple'];
  const family = schools.flatMap((school) => familiesAt(school, stage.sample))[index];
  const contact = family?.contacts[0];
  const number = contact?.numbers[0]?.e164;
  const student = stage.sample.families.find(({ contacts }) => contacts.some(({ id }) => id === contact?.id))?.students[0]?.id;
  if (contact === undefined || number === undefined || student === undefined) throw new Error('the sample is too small');
  return { id: contact.id, number, student };
}

async function recordsAbout(number: string): Promise<readonly AuditRecord[]> {
  const numberKey = (await stage.district.pseudonyms()).number(number);
  return (await recordsOf(stage.district.trailSource())).filter(({ facts }) => facts?.['numberKey'] === numberKey);
}

/** The desk, with somebody at the keyboard who presses these keys; what it said comes back. */
async function atDesk(
  number: string,
  ...keys: readonly string[]
): Promise<{ readonly said: string; readonly left: readonly string[] }> {
  const left = [...keys];
  const said: string[] = [];
  const say = (text = ''): void => void said.push(text);
  const terminal = { ...createTerminal(process.stdout, true), line: say, heading: say, good: say, bad: say, soft: say };
  const ports: Ports = {
    ...{ terminal: { ...terminal, result: () => undefined }, clock: stage.district.clock, operator: 'cli:a-test' },
    district: async () => stage.district,
    confirm: async () => false,
    ask: async () => number,
    press: async (_question, known) => {
      const next = left.shift();
      return known.find((key) => key === next);
    },
  };
  await desk.run({}, ports).catch((error: Error) => said.push(error.message));
  return { said: said.join('\n'), left };
}

test(
  'the desk takes a word down in at most three keystrokes after the number, and says what stops and what still comes',
  SLOW,
  async () => {
    const { number } = parent(0);
    const spoken = `(${number.slice(2, 5)}) ${number.slice(5, 8)}-${number.slice(8)}`;
    const slip = await atDesk(spoken, '1', 'x');
    expect(slip.said).toMatch(/nothing was recorded/);
    expect((await atDesk(spoken, '1', 'return')).said).toMatch(
      /all calls but emergencies stopped.*recorded 2026-11-24T.*by cli:a-test[\s\S]*Stopped: school closings, a child’s absence, school events, surveys and fundraising\.\n.*Still comes: emergencies\./,
    );
    const kind = await atDesk(spoken, '2', '3', 'return');
    expect([kind.left, kind.said]).toEqual([[], expect.stringContaining('event calls stopped')]);
    const noEmergencies = await atDesk(spoken, '4', 'n');
    expect(noEmergencies.said).toMatch(/nothing was recorded/);
    expect((await atDesk(spoken, '4', 'y')).said).toMatch(/Still comes: no automated call at all\./);
    const back = await atDesk(spoken, '5', '3', 'y');
    expect(back.said).toMatch(
      /Read out.*emergencies, school events[\s\S]*Still comes: emergencies and school events, where agreed/,
    );
    expect((await atDesk('448-5512', '1', 'return')).said).toMatch(/no whole telephone number/);
  },
);

test(
  'a stop is recorded as asked and as it takes effect, before and after it stands; agreeing again lifts what it names',
  SLOW,
  async () => {
    const { id, number } = parent(1);
    const stopped = await cli(
      'optout',
      'record',
      '--number',
      number,
      '--scope',
      'all-but-emergencies',
      '--evidence',
      'letter 4',
      '--json',
    );
    expect(stopped.json()).toMatchObject([{ outcome: 'recorded', requested: 'all-but-emergencies', stillComes: 'emergencies' }]);
    const early = await cli('optin', 'record', ...agreement(number, 'event'), '--dated', '2026-08-14T09:00:00-05:00');
    expect([early.code, early.out]).toEqual([
      0,
      expect.stringMatching(/No stop stood against it, or a later one stands[\s\S]*Still comes: emergencies\./),
    ]);
    const back = await cli('optin', 'record', ...agreement(number, 'event'), '--json');
    expect(back.json()).toMatchObject([
      { lifted: ['all-but-emergencies'], stillComes: expect.stringMatching(/^emergencies and school events/) },
    ]);
    // The same words after an agreement are a new stop.
    const again = await cli(
      'optout',
      'record',
      '--number',
      number,
      '--scope',
      'all-but-emergencies',
      '--evidence',
      'letter 4',
      '--json',
    );
    expect(again.json()).toMatchObject([{ outcome: 'recorded', stillComes: 'emergencies' }]);
    expect((await recordsAbout(number)).map(({ kind }) => kind).toSorted()).toEqual(
      [
        'consent.granted',
        'consent.granted',
        'consent.revoked',
        'consent.revoked',
        'optout.lifted',
        'optout.recorded',
        'optout.recorded',
      ].toSorted(),
    );
    const shown = await cli('consent', 'show', '--contact', id);
    expect(shown.out).toMatch(/everything but emergencies stopped\n\s+Stopped: [^\n]+\n\s+Still comes: emergencies\./);
    const spoken = await cli('optin', 'record', ...agreement(number, 'survey', 'recorded-voice'));
    expect([spoken.code, spoken.err]).toEqual([1, expect.stringMatching(/surveys: a spoken word does not count/)]);
  },
);

function agreement(number: string, purpose: string, basis = 'written-form'): readonly string[] {
  const words = ['--wording', '2026-11', '--language', 'es', '--evidence', 'form 12', '--evidence-file', order];
  return ['--number', number, '--purpose', purpose, '--basis', basis, ...words];
}

test('from 31 January 2027 a stop of one kind stops all, and says so; what was asked is kept beside it', SLOW, async () => {
  const { number } = parent(2);
  const asked = ['optout', 'record', '--number', number, '--scope', 'event', '--evidence', 'card'];
  const late = await cli(...asked, '--dated', '2027-02-01T15:00:00Z');
  expect(late.out).toMatch(/all calls but emergencies stopped[\s\S]*Asked was school events alone; since 2027-01-31 one stop/);
  const [recorded] = (await recordsAbout(number)).filter(({ kind }) => kind === 'optout.recorded');
  expect(recorded?.facts).toMatchObject({ requested: 'purpose:event', effective: 'all-but-emergencies' });
});

test('emergencies are refused only where somebody answers the warning', SLOW, async () => {
  const { number } = parent(2);
  const asked = ['optout', 'record', '--number', number, '--scope', 'everything', '--evidence', 'letter'];
  const unanswered = await cli(...asked);
  expect([unanswered.code, unanswered.err]).toEqual([1, expect.stringMatching(/nothing was stopped/)]);
  expect((await cli('--yes', ...asked)).out).toMatch(/Still comes: no automated call at all\./);
  const back = await cli('optin', 'record', ...agreement(number, 'event'));
  expect([back.code, back.err]).toEqual([1, expect.stringMatching(/they stopped emergencies as well/)]);
});

test('"not my number" ends when a named person has verified the number, and no sooner', SLOW, async () => {
  const { number } = parent(3);
  const verify = ['number', 'verify', '--number', number, '--verified-by', 'Dana Ruiz', '--evidence', 'call back, card 9'];
  expect((await cli('--yes', ...verify)).err).toMatch(/nobody said of this number that it is wrong/);
  await cli('optout', 'record', '--number', number, '--scope', 'not-my-number', '--evidence', 'a stranger called');
  expect((await cli('--yes', 'optin', 'record', ...agreement(number, 'event'))).err).toMatch(/verify it first/);
  expect((await cli(...verify)).err).toMatch(/nothing was verified/);
  expect((await cli('--yes', ...verify)).out).toMatch(/verified; recorded .+ by Dana Ruiz \(cli:[\s\S]*Stopped: nothing\./);
  const kinds = (await recordsAbout(number)).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['number.verified', 'optout.lifted']));
  for (const record of await recordsAbout(number)) expect(JSON.stringify(record)).not.toContain('Ruiz');
});

test('a restriction stands on a document, at once, and ends on one; rights over a grown student likewise', SLOW, async () => {
  const { id, student } = parent(4);
  const tie = ['--contact', id, '--student', student, '--recorded-by', 'Dana Ruiz', '--evidence', 'order 2026-D-118'];
  expect((await cli('restriction', 'set', ...tie)).err).toMatch(/this stands on a document/);
  expect((await cli('restriction', 'set', ...tie.with(3, 'S-none'), '--evidence-file', order)).err).toMatch(/is not listed for/);
  const keys = await stage.district.pseudonyms();
  const edge = { studentKey: keys.student(student), restricted: false };
  const record = async () => {
    const contactKey = keys.contact(id);
    const reading = (await stage.district.ledger.readMany({ numberKeys: [], contactKeys: [contactKey] })).consents.get(
      contactKey,
    );
    if (reading?.kind !== 'held') throw new Error('it does not open');
    return reading.value;
  };
  expect((await cli('restriction', 'set', ...tie, '--evidence-file', order)).out).toMatch(/emergencies included, from now on/);
  expect(isRestrictedFor(await record(), edge)).toBe(true);
  expect((await cli('restriction', 'list', '--contact', id)).out).toMatch(
    new RegExp(`student ${student}: RESTRICTED[\\s\\S]*set 2026-11-24 by Dana Ruiz \\(cli:.+\\): order 2026-D-118`),
  );
  expect((await cli('restriction', 'clear', ...tie, '--evidence-file', order)).err).toMatch(/the restriction stands/);
  expect((await cli('--yes', 'restriction', 'clear', ...tie, '--evidence-file', order)).code).toBe(0);
  expect(isRestrictedFor(await record(), edge)).toBe(false);
  const kept = await cli('rights', 'keep', ...tie, '--basis', 'tax-dependent', '--evidence-file', order);
  expect([kept.code, keepsRights(await record(), edge.studentKey)]).toEqual([0, true]);
  await cli('rights', 'end', ...tie, '--basis', 'tax-dependent', '--evidence-file', order);
  expect(keepsRights(await record(), edge.studentKey)).toBe(false);
  const subjects = (await recordsOf(stage.district.trailSource())).filter(
    ({ facts }) => facts?.['studentKey'] === edge.studentKey,
  );
  expect(subjects.map(({ kind }) => kind).toSorted()).toEqual(
    ['restriction.set', 'restriction.cleared', 'rights.kept', 'rights.ended'].flatMap((kind) => [kind, kind]).toSorted(),
  );
  for (const one of subjects) expect(JSON.stringify(one)).not.toMatch(/Ruiz|2026-D-118/);
});

test('a guardian agrees for a student’s own phone and nobody else’s, and an agreement may end by itself', SLOW, async () => {
  const { id } = parent(5);
  const grant = ['consent', 'grant', '--contact', id, '--purpose', 'event', '--evidence', 'form 9', '--basis', 'written-form'];
  expect((await cli(...grant, '--by', 'guardian')).err).toMatch(/this contact is no student/);
  expect((await cli(...grant, '--expires', '2020-01-01T00:00:00Z')).err).toMatch(/would end before it began/);
  expect((await cli(...grant, '--expires', '2027-06-30T23:59:59-05:00')).code).toBe(0);
  expect((await cli('consent', 'show', '--contact', id)).out).toMatch(/event: granted, since 2026-11-24.*until 2027-07-01/);
  const revoked = await cli('consent', 'revoke', '--contact', id, '--purpose', 'event', '--evidence', 'told');
  expect(revoked.out).toMatch(
    /Stopped for this person: school events\.[\s\S]*Still comes, where agreed to or allowed: emergencies/,
  );
});
