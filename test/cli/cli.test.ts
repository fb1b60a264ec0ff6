import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { COMMANDS } from '../../cli/commands.ts';
import { importExport } from '../../cli/demo/intake.ts';
import { type Stage, setStage } from '../../cli/demo/stage.ts';
import { createTerminal } from '../../cli/machine/terminal.ts';
import { type CliRun, ringfence } from '../fixtures/cli-trial.ts';
import { familiesAt } from '../scenario/families.ts';

let stage: Stage;
const copy = mkdtempSync(join(tmpdir(), 'ringfence-copy-'));

beforeAll(async () => {
  const quiet = { ...createTerminal(process.stdout, true), result: () => undefined };
  stage = await setStage(quiet, { seed: 1, students: 40, assembly: inject('assembly') });
  stage.cloud.phones.everybody({ picksUp: true, presses: '1' });
  expect((await importExport(stage, 'a test')).report.result).toBe('imported');
});

afterAll(async () => {
  rmSync(copy, { recursive: true, force: true });
  await stage.cloud.stop();
});

/** As an operator types it, at the local cloud of this test. */
const cli = (...args: readonly string[]): Promise<CliRun> =>
  ringfence(['--endpoint-url', stage.cloud.endpoint, '--yes', ...args], stage.cloud.operatorEnv);

const leap = (minutes: number): Promise<void> => stage.cloud.clock.runUntil(stage.cloud.clock.now() + minutes * 60_000);

function person(index: number) {
  const contact = familiesAt('plsd-lincoln', stage.sample).flatMap(({ contacts }) => contacts)[index];
  const number = contact?.numbers[0]?.e164;
  if (contact === undefined || number === undefined) throw new Error('the sample has too few families at Lincoln');
  return { id: contact.id, number };
}

/** Each run of the program is a process of its own: a second on a machine with nothing else to do. */
const SLOW = { timeout: 240_000 };

test('every command explains itself with examples, and each wrong use exits with 2 and says what to try', SLOW, async () => {
  // One after the other: all at once are more processes than the machine has cores for.
  for (const { name: command } of COMMANDS) {
    const { code, out } = await ringfence([...command.split(' '), '--help']);
    expect(code, command).toBe(0);
    expect(out, command).toMatch(new RegExp(`Usage: ringfence ${command}[\\s\\S]*Examples:\\n {2}\\$ (npm|ringfence)`));
  }
  const wrong = [
    'notice',
    'notice sing',
    'notice raise',
    'notice raise --purpose lottery --district --message x',
    'notice raise --purpose closure --staff --message x',
    'notice raise --purpose closure --staff --school a --grade 03 --message x',
    'notice raise --purpose closure --district --message x --words-checked me',
    'consent show',
  ];
  const refusals = wrong.map(async (line) => {
    const { code, err } = await cli(...line.split(' '));
    expect(code, line).toBe(2);
    expect(err, line).toMatch(/\nTry: .+\n$/);
  });
  await Promise.all(refusals);
});

test('without a cloud that answers, nothing is said to have happened', SLOW, async () => {
  const away = await ringfence(
    ['--endpoint-url', 'http://127.0.0.1:9', 'notice', 'status', '--id', 'x'],
    stage.cloud.operatorEnv,
  );
  expect(away.code).toBe(1);
  expect(away.err).toMatch(/ECONNREFUSED[\s\S]*Try: check --endpoint-url/);
  const nobody = await ringfence(['--endpoint-url', stage.cloud.endpoint, '--json', 'notice', 'status', '--id', 'x'], {
    AWS_ACCESS_KEY_ID: 'unknown',
    AWS_SECRET_ACCESS_KEY: 'unknown',
  });
  expect(nobody.code).toBe(1);
  expect(JSON.parse(nobody.err)).toMatchObject({ error: { code: 'NO_ACCESS', exitCode: 1 } });
});

test('an approved message is raised, followed to its end, looked up, and not raised a second time', SLOW, async () => {
  const raise = ['notice', 'raise', '--purpose', 'emergency', '--school', 'plsd-lincoln', '--message', 'evacuate-gas-leak'];
  const raised = await cli(...raise, '--id', 'leak', '--json');
  expect(raised.json()).toMatchObject({ noticeId: 'leak', taken: true, planned: expect.any(Number) });
  const [followed] = await Promise.all([cli('notice', 'status', '--id', 'leak', '--follow'), leap(20)]);
  expect(followed.code).toBe(0);
  expect(followed.out).toMatch(/numbers in a final state: done[\s\S]*leak: emergency, closed, \d+ numbers planned, 0 still open/);
  const status = await cli('notice', 'status', '--id', 'leak', '--json');
  expect(status.json()).toMatchObject({ state: 'closed', open: 0, finals: { confirmed: expect.any(Number) } });
  const again = await cli(...raise, '--id', 'leak');
  expect([again.code, again.err]).toEqual([1, expect.stringMatching(/already, closed[\s\S]*Try: look it up/)]);
});

test('what the district does not take is refused with its reason, and calls nobody', async () => {
  const { code, err } = await cli('notice', 'raise', '--purpose', 'event', '--school', 'hogwarts', '--message', 'winter-concert');
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/school unknown \(audience\.schools\); nobody is called\nTry: use the id/),
  ]);
  const absence = ['notice', 'raise', '--purpose', 'attendance', '--staff', '--district', '--message', 'absence-today'];
  const forStaff = await cli(...absence);
  expect([forStaff.code, forStaff.err]).toEqual([1, expect.stringMatching(/absence for staff[\s\S]*Try: leave --staff out/)]);
  const unknown = await cli('notice', 'status', '--id', 'nobody-raised-this');
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringMatching(/there is no notice nobody-raised-this\nTry: /)]);
});

test('own words are sealed before they leave, and a notice is stopped once', async () => {
  const words = 'The aubergine parade is cancelled.';
  const raised = await cli('notice', 'raise', '--purpose', 'event', '--district', '--id', 'parade', '--text', `en=${words}`);
  expect(raised.code).toBe(0);
  for (const { place, bytes } of stage.cloud.stored()) expect(bytes.includes('aubergine'), place).toBe(false);
  const stopped = await cli('notice', 'cancel', '--id', 'parade', '--json');
  expect(stopped.json()).toEqual({ noticeId: 'parade', cancelled: true });
  const again = await cli('notice', 'cancel', '--id', 'parade');
  expect([again.code, again.err]).toEqual([1, expect.stringMatching(/is (cancelled|closed) already\nTry: /)]);
});

test('an emergency that our word lists keep back goes out when somebody answers for its words', SLOW, async () => {
  const text = ['--text', 'en=Lockdown. The donation truck was seen again. Reunification site TBD.'];
  const raise = ['notice', 'raise', '--purpose', 'emergency', '--school', 'plsd-lincoln', ...text, '--id', 'truck'];
  const kept = await cli(...raise);
  expect(kept.code).toBe(1);
  expect(kept.out).toMatch(/keep it from going out as an emergency: "donat\*", "TBD"\..*--words-checked "YOUR NAME"/);
  expect(kept.err).toMatch(
    /blank unfilled by the word "TBD" \(message\.en\); nobody is called\nTry: .*--words-checked "YOUR NAME"/,
  );
  const sent = await cli(...raise, '--words-checked', 'Dana Ruiz');
  expect([sent.code, sent.out]).toEqual([0, expect.stringMatching(/Dana Ruiz answers for it[\s\S]*taken: \d+ numbers planned/)]);
  for (const { place, bytes } of stage.cloud.stored()) expect(bytes.includes('Dana Ruiz'), place).toBe(false);
  const status = await cli('notice', 'status', '--id', 'truck', '--json');
  expect(status.json()).toMatchObject({
    purpose: 'emergency',
    wordsChecked: { by: expect.stringMatching(/^cli:/), note: expect.any(String), words: ['donat*', 'TBD'] },
  });
});

test('a withdrawal is obeyed by the next notice, an agreement after it counts again, and its history is shown', async () => {
  const { id, number } = person(0);
  const about = ['--contact', id, '--number', number, '--purpose', 'event'];
  const granted = await cli(
    'consent',
    'grant',
    ...about,
    '--basis',
    'written-form',
    '--evidence',
    'form 311',
    '--wording',
    '2026-08',
  );
  expect([granted.code, granted.out]).toEqual([0, expect.stringContaining(`${number}: event granted`)]);
  expect((await cli('consent', 'revoke', ...about, '--evidence', 'told at the desk')).code).toBe(0);
  expect((await ruleFor(number, 'after-withdrawal')).rule).toBe('revoked');
  const early = await cli('consent', 'grant', ...about, '--evidence', 'an old form', '--dated', '2026-08-14T09:00:00-05:00');
  expect([early.code, early.out]).toEqual([1, expect.stringContaining('a later withdrawal stands')]);
  expect((await cli('consent', 'grant', ...about, '--evidence', 'form 312')).code).toBe(0);
  const { out } = await cli('consent', 'show', '--contact', id);
  expect(out).toMatch(/event: granted, since 2026-11-24, desk, by cli:[A-Za-z0-9._-]+, wording desk/);
});

test('a telephone is stopped for whoever has it, and a grant says that the stop outlives it', async () => {
  const { id, number } = person(1);
  const stop = await cli(
    'consent',
    'revoke',
    '--number',
    number,
    '--purpose',
    'event',
    '--evidence',
    'call to the office',
    '--json',
  );
  expect(stop.json()).toMatchObject([{ number, outcome: 'recorded', effective: 'purpose:event', stopped: 'school events' }]);
  const granted = await cli(
    'consent',
    'grant',
    '--contact',
    id,
    '--number',
    number,
    '--purpose',
    'event',
    '--evidence',
    'form 9',
  );
  expect([granted.code, granted.out]).toEqual([0, expect.stringMatching(/still does not ring for it: event stopped\./)]);
  expect((await ruleFor(number, 'after-stop')).rule).toBe('optout.purpose');
  const shown = await cli('consent', 'show', '--number', number, '--json');
  expect(shown.json()).toMatchObject([{ number, stops: 'event stopped', people: [{ language: expect.any(String) }] }]);
  const stranger = await cli('consent', 'show', '--number', '+12175550199');
  expect([stranger.code, stranger.out]).toEqual([0, expect.stringContaining('nobody in the contact book has this number')]);
});

/** Raises a concert for Lincoln, and says what became of one number before anything could ring (it is too early for events). */
async function ruleFor(number: string, id: string): Promise<{ readonly state: string; readonly rule: string | undefined }> {
  await cli('notice', 'raise', '--purpose', 'event', '--school', 'plsd-lincoln', '--message', 'winter-concert', '--id', id);
  const { calls, pseudonyms } = stage.district;
  const key = (await pseudonyms()).number(number);
  for (let turn = 0; turn < 30; turn += 1) {
    await leap(0.1);
    const call = (await calls.allOf(id)).find(({ numberKey }) => numberKey === key);
    if (call?.rule !== undefined) return { state: call.state, rule: call.rule };
  }
  throw new Error(`nothing was decided about ${id}`);
}

test('the trail verifies where it lies, and from a copy with the key alone; one changed byte convicts it', async () => {
  await leap(3);
  const live = await cli('audit', 'verify', '--json');
  expect(live.code).toBe(0);
  const { key, counts } = live.json() as { key: string; counts: { records: number } }; // the shape the next line asserts
  expect(key).toMatch(/^audit\.prairielake\.example\.org\/2026-27\+[0-9a-f]{8}\+/);
  expect(counts.records).toBeGreaterThan(10);
  const source = stage.district.trailSource();
  const batches: string[] = [];
  for await (const { key: path, version } of source.versions()) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), await source.bytes(path, version));
    if (path.startsWith('records/place-call/')) batches.push(join(copy, path));
  }
  const offline = await ringfence(['audit', 'verify', '--dir', copy, '--key', key]);
  expect([offline.code, offline.out]).toEqual([
    0,
    expect.stringMatching(/key: audit\.[\s\S]* records, [\s\S]*clean: nothing was changed/),
  ]);
  const [batch = ''] = batches;
  writeFileSync(batch, readFileSync(batch, 'utf8').replace('call.', 'cell.'));
  const changed = await ringfence(['audit', 'verify', '--dir', copy, '--key', key]);
  expect([changed.code, changed.out]).toEqual([1, expect.stringMatching(/CONVICTED/)]);
  expect((await ringfence(['audit', 'verify', '--dir', copy])).code).toBe(2);
});
