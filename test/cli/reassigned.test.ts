import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { importExport } from '../../cli/demo/intake.ts';
import { type Stage, setStage } from '../../cli/demo/stage.ts';
import { createTerminal } from '../../cli/machine/terminal.ts';
import { type LocalReassignedNumbers, startReassignedNumbers } from '../../infra/local/reassigned-numbers/index.ts';
import { reassignedFor } from '../../shared/consent/reassigned.ts';
import { type CliRun, ringfence } from '../fixtures/cli-trial.ts';

let stage: Stage;
let rnd: LocalReassignedNumbers;
/** Of the question that the first test asks. */
let queryId = '';
const folder = mkdtempSync(join(tmpdir(), 'ringfence-rnd-'));
const GIVEN_ON = '2024-08-01';

beforeAll(async () => {
  const quiet = { ...createTerminal(process.stdout, true), result: () => undefined };
  stage = await setStage(quiet, { seed: 1, students: 30, assembly: inject('assembly') });
  rnd = await startReassignedNumbers({ seed: 1, now: stage.cloud.clock.now });
  expect((await importExport(stage, 'a test')).report.result).toBe('imported');
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await rnd.stop();
  await stage.cloud.stop();
});

const cli = (...args: readonly string[]): Promise<CliRun> =>
  ringfence(['--endpoint-url', stage.cloud.endpoint, '--yes', '--json', ...args], {
    ...stage.cloud.operatorEnv,
    RND_API_KEY: rnd.apiKey,
  });

/** As the database's web page does with a file. */
async function upload(file: string): Promise<string> {
  const headers = { authorization: `Bearer ${rnd.apiKey}` };
  const reply = await fetch(`${rnd.endpoint}/v1/files`, { method: 'POST', headers, body: readFileSync(file) });
  expect(reply.status).toBe(200);
  const answers = `${file}.answers.csv`;
  writeFileSync(answers, await reply.text());
  return answers;
}

test('a file goes out that only the operator may read, its answers come in, and the gate has them', async () => {
  const question = join(folder, 'question.csv');
  const asked = await cli('reassigned', 'ask', '--given-on', GIVEN_ON, '--out', question);
  expect(asked.err).toBe('');
  expect(statSync(question).mode & 0o777).toBe(0o600);
  const lines = readFileSync(question, 'utf8').trim().split('\n');
  const { asked: count, ...named } = asked.json() as { queryId: string; asked: number };
  queryId = named.queryId;
  expect(lines.slice(1).every((line) => /^[2-9]\d{9},20\d{6}$/.test(line))).toBe(true);
  expect(lines).toHaveLength(count + 1);
  // Whose number is first in the file has lost it.
  const [tn = ''] = lines[1]?.split(',') ?? [];
  rnd.database.disconnect(tn, '2026-11-02');

  const answers = await upload(question);
  const loaded = await cli('reassigned', 'load', '--answers', answers, '--query', queryId);
  expect(loaded.err).toBe('');
  const sums = loaded.json() as { yes: number; no: number; noData: number };
  expect(sums.yes).toBeGreaterThanOrEqual(1);
  expect(sums.yes + sums.no + sums.noData).toBe(count);

  const numberKey = (await stage.district.pseudonyms()).number(`+1${tn}`);
  const item = (await stage.district.reassigned.read([numberKey])).get(numberKey);
  const now = stage.district.clock.now().toISOString();
  expect(reassignedFor(item, GIVEN_ON, now)).toBe('yes');
  expect(item?.answers[0]).toMatchObject({ queryId, via: 'csv', fileVersion: '2026-11' });
});

test('the record says what came back, and which number is somebody else’s; no number in the clear', async () => {
  const stored = [...stage.cloud.stored()].filter(({ bytes }) => bytes.includes('numbers.asked'));
  expect(stored).not.toEqual([]);
  const trail = [...stage.cloud.stored()]
    .map(({ bytes }) => bytes.toString('utf8'))
    .filter((text) => text.includes('number.reassigned'));
  expect(trail.join()).toContain('"fileVersion":"2026-11"');
});

test('the same answers again change nothing; a part of them, or another question’s, is not taken', async () => {
  const question = join(folder, 'question.csv');
  const answers = `${question}.answers.csv`;
  const before = await stage.district.reassigned.read([await firstKey(question)]);
  expect((await cli('reassigned', 'load', '--answers', answers, '--query', queryId)).code).toBe(0);
  expect(await stage.district.reassigned.read([await firstKey(question)])).toEqual(before);
  const part = join(folder, 'part.csv');
  writeFileSync(part, readFileSync(answers, 'utf8').split('\n').slice(0, -2).join('\n'));
  const refused = await cli('reassigned', 'load', '--answers', part, '--query', queryId);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('does not hold exactly the lines')]);
  const unnamed = await cli('reassigned', 'load', '--answers', part);
  expect([unnamed.code, unnamed.err]).toEqual([2, expect.stringContaining('--query')]);
});

test('by the API the rest is asked: the next date of a number that was lost; then nothing is left', async () => {
  const ask = () => cli('reassigned', 'ask', '--given-on', GIVEN_ON, '--api', rnd.endpoint);
  for (let round = 0; round < 6; round += 1) {
    const { code, err, out } = await ask();
    expect([code, err]).toEqual([0, '']);
    if ((JSON.parse(out) as { asked?: number }).asked === 0) break;
  }
  const paid = rnd.asked();
  expect((await ask()).json()).toEqual({ asked: 0 });
  expect(rnd.asked()).toBe(paid);
  const status = (await cli('reassigned', 'status', '--given-on', GIVEN_ON)).json() as Record<string, number>;
  expect(status).toMatchObject({ stale: 0, 'never-asked': 0, toAsk: 0 });
  expect(status['yes']).toBeGreaterThanOrEqual(1);
  // A "no" is one to rely on where the date of an agreement was asked about, not where --given-on stood in for it.
  expect(status['safeHarbour']).toBeGreaterThan(0);
  expect(status['safeHarbour']).toBeLessThan(status['no'] ?? 0);
});

async function firstKey(question: string): Promise<string> {
  const [tn = ''] = readFileSync(question, 'utf8').split('\n')[1]?.split(',') ?? [];
  return (await stage.district.pseudonyms()).number(`+1${tn}`);
}
