/** Seeded drops of every kind that the intake knows, nearly all of them wrong. The same seed and number give the same drop. */
import { type Chance, chance } from '../../infra/local/sample-district/chance.ts';
import { createSampleDistrict } from '../../infra/local/sample-district/index.ts';
import { zipWith } from '../fixtures/bad-zips.ts';
import { mutant, randomBytes } from './mutants.ts';

export type FuzzedDrop =
  | { readonly kind: 'roster'; readonly zip: Buffer; readonly contacts: Buffer }
  | { readonly kind: 'files'; readonly files: ReadonlyMap<string, Buffer>; readonly contacts: Buffer }
  | { readonly kind: 'attendance'; readonly bytes: Buffer }
  | { readonly kind: 'optouts'; readonly bytes: Buffer };

export interface GoodFiles {
  readonly zip: Buffer;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly contacts: Buffer;
  readonly attendance: Buffer;
  readonly optouts: Buffer;
  /** All of them, to take pieces from. */
  readonly all: readonly Buffer[];
}

/** A district small enough that thousands of its files are read in a minute; the bad rows of the sample are in it. */
export async function goodFiles(seed: number): Promise<GoodFiles> {
  const { roster, contacts, attendance, families } = await createSampleDistrict({ seed, students: 24 });
  const texts = Object.entries(roster.files);
  const files = new Map(texts.map(([name, text]) => [name, Buffer.from(text)] as const));
  const numbers = families.flatMap((family) => family.contacts.flatMap((contact) => contact.numbers)).slice(0, 12);
  const stops = numbers.map(
    (number, index) => `"${number.e164}",${['all', '', 'event', 'wrong number'][index % 4]},11/2${index % 5}/26,"said ""no"""`,
  );
  const good = {
    zip: roster.zip,
    files,
    contacts: Buffer.from(contacts.csv),
    attendance: Buffer.from(attendance.csv),
    optouts: Buffer.from(['phone,scope,date,reason', ...stops, ''].join('\r\n')),
  };
  return { ...good, all: [...files.values(), good.zip, good.contacts, good.attendance, good.optouts] };
}

export async function fuzzedDrop(good: GoodFiles, seed: number, number: number): Promise<FuzzedDrop> {
  const luck = chance(seed, `drop ${number}`);
  const wrong = (bytes: Buffer) => mutant(bytes, luck, good.all);
  const kind = luck.weighted([
    ['contacts', 25],
    ['export', 25],
    ['attendance', 15],
    ['optouts', 15],
    ['zip', 10],
    ['packed', 10],
  ] as const);
  if (kind === 'attendance' || kind === 'optouts') return { kind, bytes: wrong(good[kind]) };
  if (kind === 'zip') return { kind: 'roster', zip: wrong(good.zip), contacts: good.contacts };
  if (kind === 'packed') return { kind: 'roster', zip: await packed(good, luck), contacts: good.contacts };
  if (kind === 'contacts') return { kind: 'files', files: good.files, contacts: wrong(good.contacts) };
  const name = luck.pick([...good.files.keys(), 'users.csv']);
  const files = new Map([...good.files, [name, wrong(good.files.get(name) ?? Buffer.alloc(0))] as const]);
  return { kind: 'files', files, contacts: luck.yes(0.2) ? wrong(good.contacts) : good.contacts };
}

/** A zip that somebody made by hand: other names and folders, files twice, archives within, wrong files, zip64. */
async function packed(good: GoodFiles, luck: Chance): Promise<Buffer> {
  const names = [...good.files.keys(), 'USERS.CSV', 'users.csv', 'old.zip', '.DS_Store', 'notes.txt'];
  const folders = ['', '', 'export/', '__MACOSX/', 'ünï/', 'a/b/'];
  const content = (): Buffer =>
    luck.pick([
      () => luck.pick(good.all),
      () => mutant(luck.pick(good.all), luck, good.all),
      () => randomBytes(luck, luck.between(0, 500)),
    ])();
  const some = Array.from({ length: luck.between(0, 6) }, () => [luck.pick(folders) + luck.pick(names), content()] as const);
  const whole = luck.yes(0.5) ? [...good.files] : [];
  return zipWith([...whole, ...some], { compress: luck.yes(0.5), forceZip64Format: luck.yes(0.2) });
}
