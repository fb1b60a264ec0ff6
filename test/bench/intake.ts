/**
 * `npm run bench:intake -- --students 103000`: what an import of a large district costs, beside what nothing could be faster than.
 * Exits 1 when a limit of the project is broken. Times of one run are compared with each other, never with another machine's.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { approveExport, heldExport } from '../../cli/approve-export.ts';
import { parseImportReport } from '../../cli/demo/import-reports.ts';
import { drop } from '../../cli/demo/intake.ts';
import { connectDistrict, type District } from '../../cli/machine/district.ts';
import { synthesize } from '../../infra/synthesize.ts';
import type { Ceiling, Source } from './ceiling-process.ts';
import type { CloudBorn, RequestsOf } from './cloud-process.ts';
import { createNights, type Drop } from './drops.ts';
import type { Imported } from './import-process.ts';

const { values } = parseArgs({ options: { students: { type: 'string', default: '103000' } } });
const students = Number(values.students);
if (!Number.isSafeInteger(students) || students < 100) {
  console.error('Usage: npm run bench:intake -- [--students <number, at least 100>]');
  process.exit(2);
}

/** A district that is smaller reads more of what it does not write: the limits are those of a large one. */
const LIMITS = { ceiling: 2, peakMiB: 512, unchangedTime: 1 / 3, changedWrites: 0.012, kmsPerThousand: 1 } as const;
/** As large as it has to be; the rest of what Node is told is in the function's environment, as it is deployed. */
const HEAP = ['--max-old-space-size=272'];
const ROOMY = ['--max-old-space-size=12000'];
const WRITTEN = /^(students|contacts|numbers) written$|^contacts whose answers were recorded$/;

type Environment = Readonly<Record<string, string>>;
const started: ChildProcess[] = [];

function start(name: 'cloud' | 'import' | 'ceiling', args: readonly string[], env: Environment, execArgv: readonly string[]) {
  const child = fork(join(import.meta.dirname, `${name}-process.ts`), args, {
    env: { ...env, PATH: process.env['PATH'] },
    execArgv: ['--no-warnings', ...execArgv],
    // What the function logs is not the bench's.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  started.push(child);
  return child;
}

/** What a process tells, in the form that its file says. */
async function told<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const end = once(child, 'exit', { signal: ended.signal }).then(([code, signal]) => {
    throw new Error(`a process of the bench ended with ${code ?? signal}`);
  });
  try {
    const [said] = await Promise.race([once(child, 'message'), end]);
    return said as T;
  } finally {
    end.catch(() => undefined);
    ended.abort();
  }
}

async function requestsOf(cloud: ChildProcess): Promise<RequestsOf> {
  cloud.send('import-roster');
  return told<RequestsOf>(cloud);
}

interface Run extends Imported {
  readonly counts: Readonly<Record<string, number>>;
  readonly written: number;
  readonly requests: RequestsOf;
}

interface Stage {
  readonly cloud: ChildProcess;
  readonly born: CloudBorn;
  readonly district: District;
  readonly bundle: string;
}

async function imported({ zipKey, zip, contactsKey, contacts }: Drop, stage: Stage): Promise<Run> {
  const { district, born, cloud } = stage;
  await drop(zipKey, zip, { district });
  await drop(contactsKey, contacts, { district });
  const run = async () => told<Imported>(start('import', [stage.bundle, zipKey], born.importer, HEAP));
  const report = async () => {
    const found = await district.intake.read(`reports/${zipKey}.json`);
    return parseImportReport(JSON.parse(Buffer.from(found?.bytes ?? []).toString('utf8')));
  };
  let before = await requestsOf(cloud);
  let told_ = await run();
  let { result, counts, signals } = await report();
  if (result === 'held') {
    console.log(`  held: ${signals.filter(({ level }) => level === 'hold').map(({ id }) => id)}; somebody says yes`);
    await approveExport(await heldExport(zipKey, district), { name: 'the bench', login: 'cli:bench' }, district);
    before = await requestsOf(cloud);
    const second = await run();
    told_ = { ...second, peakBytes: Math.max(told_.peakBytes, second.peakBytes) };
    ({ result, counts } = await report());
  }
  if (result !== 'imported' || told_.failures > 0) throw new Error(`${zipKey} was not imported: ${result}`);
  const after = await requestsOf(cloud);
  const requests = Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]));
  const written = Object.entries(counts).reduce((sum, [what, count]) => sum + (WRITTEN.test(what) ? count : 0), 0);
  return { ...told_, counts, written, requests };
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
let broken = 0;

function judge(what: string, found: number, limit: number, unit = ''): void {
  const holds = found <= limit;
  if (!holds) broken += 1;
  console.log(`${holds ? 'holds ' : 'BROKEN'}  ${what}: ${found.toFixed(3)}${unit} (limit ${limit.toFixed(3)}${unit})`);
}

async function ceilingOf(files: Readonly<Record<string, string>>, { born }: Stage, assembly: string): Promise<Ceiling> {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-bench-'));
  try {
    for (const name of ['users.csv', 'enrollments.csv', 'demographics.csv', 'contacts.csv'])
      writeFileSync(join(folder, name), files[name] ?? '');
    const empty = start('cloud', [assembly], {}, ROOMY);
    const { importer } = await told<CloudBorn>(empty);
    const source: Source = {
      endpoint: born.operator['AWS_ENDPOINT_URL'] ?? '',
      accessKeyId: born.operator['AWS_ACCESS_KEY_ID'] ?? '',
      table: born.importer['CONTACTS_TABLE'] ?? '',
    };
    const ceiling = await told<Ceiling>(start('ceiling', [folder, JSON.stringify(source)], importer, ROOMY));
    empty.disconnect();
    return ceiling;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bench(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'ringfence-bench-'));
  const assembly = join(work, 'assembly');
  await synthesize({ outdir: assembly, bundles: join(work, 'bundles'), checked: false });
  const nights = await createNights(students);
  console.log(`${nights.students.toLocaleString('en-US')} students, ${nights.contacts.toLocaleString('en-US')} contacts`);
  const cloud = start('cloud', [assembly], {}, ROOMY);
  const born = await told<CloudBorn>(cloud);
  const district = await connectDistrict({ environment: born.operator });
  const stage = { cloud, born, district, bundle: join(work, 'bundles', 'import-roster', 'index.mjs') };
  const runs: Run[] = [];
  for (const [what, night] of [
    ['first', nights.first],
    ['unchanged', nights.unchanged],
    ['one in a hundred changed', nights.changed],
  ] as const) {
    const run = await imported(night, stage);
    runs.push(run);
    const requests = Object.entries(run.requests).filter(([, count]) => count > 0);
    console.log(
      `${what}: ${seconds(run.ms)} (${seconds(run.cpuMs)} of CPU), ${run.written.toLocaleString('en-US')} items written, peak ${Math.round(run.peakBytes / 2 ** 20)} MiB`,
    );
    console.log(`  requests: ${requests.map(([name, count]) => `${name} ${count}`).join(', ')}`);
  }
  const ceiling = await ceilingOf(nights.files, stage, assembly);
  console.log(
    `ceiling: csv-parse ${seconds(ceiling.parseMs)}, BatchWriteItem ${seconds(ceiling.writeMs)} for ${ceiling.items.toLocaleString('en-US')} items`,
  );
  verdict(runs, ceiling, nights.contacts);
  cloud.disconnect();
  rmSync(work, { recursive: true, force: true });
}

function verdict([first, unchanged, changed]: readonly Run[], { parseMs, writeMs }: Ceiling, contacts: number): void {
  if (first === undefined || unchanged === undefined || changed === undefined) return;
  const kms = (first.requests['GenerateDataKey'] ?? 0) + (first.requests['Decrypt'] ?? 0);
  judge('time of the first import, as parts of the ceiling', first.ms / (parseMs + writeMs), LIMITS.ceiling);
  judge(
    'peak memory',
    Math.max(...[first, unchanged, changed].map(({ peakBytes }) => peakBytes)) / 2 ** 20,
    LIMITS.peakMiB,
    ' MiB',
  );
  judge('items written by the unchanged export', unchanged.written + (unchanged.requests['BatchWriteItem'] ?? 0), 0);
  judge('its time, as parts of the first', unchanged.ms / first.ms, LIMITS.unchangedTime);
  judge(
    'items written where one contact of a hundred has changed, as parts of the first',
    changed.written / first.written,
    LIMITS.changedWrites,
  );
  judge('KMS requests per 1,000 contacts', (kms * 1_000) / contacts, LIMITS.kmsPerThousand);
}

try {
  await bench();
} finally {
  for (const child of started) child.kill();
}
process.exit(broken === 0 ? 0 : 1);
