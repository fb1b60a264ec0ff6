/**
 * `npm run bench:large -- --gigabytes 1.9`: an export whose zip holds as much, with contacts as large beside it, read in the memory that an
 * import may take. It says what the same export says without the columns that make it large. Exits 1 where it does not.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { ZipFile } from 'yazl';
import { createSampleDistrict } from '../../infra/local/sample-district/index.ts';
import type { Read } from './read-process.ts';

const { values } = parseArgs({ options: { gigabytes: { type: 'string', default: '1.9' } } });
const wanted = Number(values.gigabytes) * 2 ** 30;
if (!(wanted >= 2 ** 20 && wanted < 2 ** 31)) {
  console.error('Usage: npm run bench:large -- [--gigabytes <number below 2>]');
  process.exit(2);
}

const STUDENTS = 20_000;
const PEAK_MIB = 512;
const HEAP = ['--max-old-space-size=320', '--max-semi-space-size=16'];
/** What no column map names, and no compression makes small. */
const FILLER = randomBytes(2 ** 20).toString('base64');

/** The same rows, with a column behind them that takes what is missing to `bytes`. */
function* padded(text: string, bytes: number): Generator<string> {
  const [header = '', ...rows] = text.trimEnd().split(/\r?\n/);
  const width = Math.max(0, Math.floor((bytes - text.length) / rows.length) - 1);
  yield `${header},notes\n`;
  for (const [nth, row] of rows.entries()) {
    const at = (nth * 7_919) % (FILLER.length - width);
    yield `${row},${FILLER.slice(at, at + width)}\n`;
  }
}

async function write(files: Readonly<Record<string, string>>, contacts: string, bytes: number, folder: string) {
  const [zipFile, contactsFile] = [join(folder, `${bytes}.zip`), join(folder, `${bytes}.contacts.csv`)];
  const archive = new ZipFile();
  for (const [name, text] of Object.entries(files))
    archive.addReadStream(Readable.from(padded(text, name === 'users.csv' ? bytes : 0)), name);
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(zipFile));
  await pipeline(padded(contacts, bytes), createWriteStream(contactsFile));
  return [zipFile, contactsFile, join(folder, 'spools')] as const;
}

async function read(paths: readonly string[]): Promise<Read> {
  const child = fork(join(import.meta.dirname, 'read-process.ts'), paths, { execArgv: ['--no-warnings', ...HEAP] });
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the reading process ended with ${code ?? signal}`);
  });
  // As read-process.ts sends it.
  const [told] = (await Promise.race([once(child, 'message'), ended])) as [Read];
  ended.catch(() => undefined);
  return told;
}

const folder = mkdtempSync(join(tmpdir(), 'ringfence-large-'));
try {
  const { roster, contacts } = await createSampleDistrict({ students: STUDENTS, clean: true });
  const small = await read(await write(roster.files, contacts.csv, 0, folder));
  const paths = await write(roster.files, contacts.csv, wanted, folder);
  const [zipMiB, contactsMiB] = paths.slice(0, 2).map((path) => Math.round(statSync(path).size / 2 ** 20));
  console.log(`a zip of ${zipMiB} MiB with ${Math.round(wanted / 2 ** 20)} MiB in it, and contacts of ${contactsMiB} MiB`);
  const large = await read(paths);
  const peak = Math.round(large.peakBytes / 2 ** 20);
  console.log(
    `${large.students} students, ${large.contacts} contacts; ${(large.ms / 1_000).toFixed(0)} s, peak ${peak} MiB (limit ${PEAK_MIB})`,
  );
  const said = ({ students, contacts: people, problems }: Read) => JSON.stringify([students, people, problems]);
  const isSame = said(small) === said(large);
  console.log(
    isSame ? 'it says what it says without those columns' : `BROKEN  it says ${said(large)}, and ${said(small)} without`,
  );
  process.exitCode = isSame && large.students === STUDENTS && peak <= PEAK_MIB ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
