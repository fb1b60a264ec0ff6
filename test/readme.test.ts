/** Every command of the README runs, and does what stands beside it; a command added without a test fails here. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const LOCAL = '--endpoint-url http://127.0.0.1:4566';
const PATIENCE_MS = 420_000;

/** Command → what runs it, and what it must print. `this run` is `npm test` itself. */
const RUN_BY: Readonly<Record<string, 'this run' | 'the last test here' | RegExp>> = {
  'npm start': /The report for the school board: .+report\.html/,
  'npm test': 'this run',
  'npm run synth': /ringfence-prairielake-example-org: .+template\.json/,
  'npm run ringfence -- local up': 'the last test here',
  [`npm run ringfence -- ${LOCAL} --yes notice raise --purpose emergency --school plsd-lincoln --message evacuate-gas-leak --id drill`]:
    /taken: \d+ numbers planned/,
  [`npm run ringfence -- ${LOCAL} notice status --id drill`]: /drill: emergency, open, \d+ numbers planned/,
  [`npm run ringfence -- ${LOCAL} --yes notice cancel --id drill`]: /cancelled: drill/,
  [`npm run ringfence -- ${LOCAL} optout record --number +12174485512 --scope event --evidence "told at the desk"`]:
    /\+12174485512: event calls stopped/,
  [`npm run ringfence -- ${LOCAL} consent show --number +12174485512`]: /event stopped/,
  [`npm run ringfence -- ${LOCAL} audit verify`]: /key: audit\.[\s\S]+ records, /,
};

/** The commands of the README's shell fences, in their order, without what is said behind `#`. */
const commands = [...README.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, fence = '']) => fence.split('\n'))
  .map((line) => line.replace(/\s+# .*$/, '').trim())
  .filter((line) => line !== '');

/**
 * `npm start` installs first where the lockfile has changed. Under running tests that would take the modules away from them:
 * `npm test` has installed by now, and whoever runs vitest alone is told so instead.
 */
function assertInstalled(): void {
  const marker = join(ROOT, 'node_modules/.ringfence-installed');
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  const installed = existsSync(marker) ? readFileSync(marker, 'utf8') : 'by other means than npm test or npm start';
  expect(installed, 'run these tests with npm test, which installs first').toBe(lock);
}

interface Process {
  readonly said: () => string;
  readonly ended: Promise<number | null>;
  readonly interrupt: () => void;
}

/** As a person types it in a clone: through a shell, in a process group of its own, so that Ctrl-C reaches all of it. */
function start(command: string): Process {
  assertInstalled();
  const child = spawn('bash', ['-c', command], { cwd: ROOT, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  const { promise: ended, resolve: end } = Promise.withResolvers<number | null>();
  child.on('close', end);
  const { pid } = child;
  return { said: () => text, ended, interrupt: () => pid !== undefined && process.kill(-pid, 'SIGINT') };
}

function codeOf(command: string, endpoint: string): Promise<number | null> {
  return start(command.replace(LOCAL, `--endpoint-url ${endpoint}`)).ended;
}

async function run(command: string, endpoint = ''): Promise<string> {
  const process = start(endpoint === '' ? command : command.replace(LOCAL, `--endpoint-url ${endpoint}`));
  expect([await process.ended, process.said()], command).toEqual([0, expect.stringMatching(RUN_BY[command] ?? /never/)]);
  return process.said();
}

test('every command of the README is in this table, and nothing else is', () => {
  expect([...commands].sort()).toEqual(Object.keys(RUN_BY).sort());
});

test('the first screen says what it is, has a command by line 12, the picture and the way to AWS by line 25', () => {
  const lines = README.split('\n');
  expect(lines.findIndex((line) => line.startsWith('npm start'))).toBeLessThan(12);
  const screen = lines.slice(0, 25).join('\n');
  for (const part of [/own AWS account/, /npm test/, /docs\/report\.png/, /docs\/deploy\.md/]) expect(screen).toMatch(part);
  expect(statSync(join(ROOT, 'docs/report.png')).size).toBeLessThan(200_000);
});

test('every file the README names is there', () => {
  const linked = [...README.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => path);
  const held = [...README.matchAll(/`((?:test|functions|shared)\/[^`]+\.ts)`/g)].map(([, path = '']) => path);
  expect([...linked, ...held].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('npm start plays the day within its budgets, ends with 0 and leaves the report it names', {
  timeout: PATIENCE_MS,
}, async () => {
  const said = await run('npm start');
  expect(said).toMatch(/✓ [\d.]+ AWS requests \(budget 8\)/);
  expect(said).toMatch(/✓ [\d.]+ function invocations \(budget 1\.3\)/);
  const [, report = ''] = /school board: (.+)/.exec(said) ?? [];
  expect(readFileSync(report, 'utf8')).toMatch(/^<!doctype html>[\s\S]*nobody was lost/);
});

test('npm run synth makes the template', { timeout: PATIENCE_MS }, async () => {
  await run('npm run synth');
});

test('local up hands over a district, and each of the operator’s lines works on it', { timeout: PATIENCE_MS }, async () => {
  const up = 'npm run ringfence -- local up';
  const cloud = start(`${up} --port 0`);
  try {
    await expect.poll(cloud.said, { timeout: PATIENCE_MS / 2, interval: 500 }).toMatch(/stays up at http/);
    const [, endpoint = ''] = /stays up at (http:\/\/127\.0\.0\.1:\d+)/.exec(cloud.said()) ?? [];
    const verify = `npm run ringfence -- ${LOCAL} audit verify`;
    for (const command of commands.filter((one) => one.includes(LOCAL) && one !== verify)) await run(command, endpoint);
    // The sealer comes by once a minute; until then verification rightly says that it cannot tell.
    await expect.poll(() => codeOf(verify, endpoint), { timeout: PATIENCE_MS / 3, interval: 10_000 }).toBe(0);
    await run(verify, endpoint);
  } finally {
    cloud.interrupt();
    await cloud.ended;
  }
  expect(cloud.said()).toMatch(/✓ imported the sample's export/);
});
