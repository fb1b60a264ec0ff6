/** Near-miss files: good ones of the sample district, as transfers, spreadsheets, glued exports and hostile hands leave them. */
import type { Chance } from '../../infra/local/sample-district/chance.ts';

type Mutation = (bytes: Buffer, chance: Chance, others: readonly Buffer[]) => Buffer;

/** One to four changes, one after another. @param others files to take pieces from */
export function mutant(good: Buffer, chance: Chance, others: readonly Buffer[]): Buffer {
  let bytes = good;
  for (let left = chance.between(1, 4); left > 0; left -= 1) bytes = chance.weighted(MUTATIONS)(bytes, chance, others);
  return bytes;
}

export function randomBytes(chance: Chance, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => chance.between(0, 255)));
}

const splice = (bytes: Buffer, at: number, cut: number, put: Buffer) =>
  Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]);
const place = (bytes: Buffer, chance: Chance) => chance.between(0, bytes.length);

const flipBits: Mutation = (bytes, chance) => {
  const changed = Buffer.from(bytes);
  for (let left = chance.between(1, 20); left > 0 && changed.length > 0; left -= 1) {
    const at = chance.between(0, changed.length - 1);
    changed[at] = (changed[at] ?? 0) ^ (1 << chance.between(0, 7));
  }
  return changed;
};
const cutEnd: Mutation = (bytes, chance) => bytes.subarray(0, place(bytes, chance));
const cutOut: Mutation = (bytes, chance) => splice(bytes, place(bytes, chance), chance.between(1, 300), Buffer.alloc(0));
const putRandom: Mutation = (bytes, chance) => splice(bytes, place(bytes, chance), 0, randomBytes(chance, chance.between(1, 30)));
const putPiece: Mutation = (bytes, chance, others) => {
  const other = chance.pick(others);
  const from = place(other, chance);
  return splice(bytes, place(bytes, chance), 0, other.subarray(from, from + chance.between(1, 600)));
};
const glue: Mutation = (bytes, chance, others) => Buffer.concat([bytes, chance.pick(others)]);

/** What people and programs write where something else should stand. */
const SCRAPS =
  '"|""|"""|\\"|\\|\\N|NULL|N/A|-|.|none|=HYPERLINK("x")|+cmd|@a|\0|\u001A|\uFEFF|\u00A0|\u200B|\u202E|\uFFFD|\r|\n|\r\n|,|;|\t|,,,,|sep=;\n|Total,9\n|__proto__|constructor|3.1E+09|0/0/00|1-Jun|Ã©|’|é|😀|\uD800|TRUE|x218|do not call|Y|N';
const putScrap: Mutation = (bytes, chance) =>
  splice(bytes, place(bytes, chance), chance.pick([0, 1, 5]), Buffer.from(chance.pick(SCRAPS.split('|'))));
/** A scrap as a whole field, where the reader of a column meets it. */
const putCell: Mutation = (bytes, chance) => {
  const commas = [...bytes.toString('latin1').matchAll(/[,\n]/g)].map(({ index }) => index);
  if (commas.length < 2) return bytes;
  const which = chance.between(0, commas.length - 2);
  const [from = 0, to = 0] = [commas[which], commas[which + 1]];
  return splice(bytes, from + 1, to - from - 1, Buffer.from(chance.pick(SCRAPS.split('|'))));
};
const longField: Mutation = (bytes, chance) =>
  splice(
    bytes,
    place(bytes, chance),
    0,
    Buffer.from(chance.pick(['x', ',', '"', '\n', '=', '1']).repeat(chance.between(1, 70_000))),
  );

const asText = (change: (text: string, chance: Chance) => string | Buffer): Mutation => {
  return (bytes, chance) => Buffer.from(change(bytes.toString('utf8'), chance));
};
const otherEncoding = asText((text, chance) => {
  const marked = chance.yes(0.5) ? `\uFEFF${text}` : text;
  return chance.pick([
    () => Buffer.from(marked, 'utf16le'),
    () => Buffer.from(marked.length % 2 === 0 ? marked : `${marked} `, 'utf16le').swap16(),
    () => Buffer.from(text, 'latin1'),
    () => Buffer.from(Buffer.from(marked).toString('latin1')),
    () => Buffer.from(`\uFEFF${marked}`),
  ])();
});
const otherLineEnds = asText((text, chance) => text.replaceAll(/\r\n|\n/g, () => chance.pick(['\r', '\n', '\r\n', '\n\n'])));
const otherDelimiter = asText((text, chance) => text.replaceAll(',', chance.pick([';', '\t', '|', ':', '^'])));
const otherQuotes = asText((text, chance) =>
  chance.pick([() => text.replaceAll('"', ''), () => text.replaceAll('"', "'"), () => text.replaceAll('""', '\\"')])(),
);
const rowsAbout = asText((text, chance) => {
  const rows = text.split('\n');
  const at = chance.between(0, rows.length - 1);
  const row = rows[at] ?? '';
  return chance
    .pick([
      () => rows.toSpliced(at, 1),
      () => rows.toSpliced(at, 0, row, row),
      () => rows.toSpliced(0, 1),
      () => rows.slice(0, 1),
      () => rows.toReversed(),
    ])()
    .join('\n');
});
const widerThanAny: Mutation = (bytes) => Buffer.from(bytes.toString('utf8').replace('\n', `${',x'.repeat(600)}\n`));
const nothing: Mutation = () => Buffer.alloc(0);
const noise: Mutation = (_bytes, chance) => randomBytes(chance, chance.between(1, 2_000));

const MUTATIONS: readonly (readonly [Mutation, number])[] = [
  [putCell, 20],
  [putScrap, 15],
  [flipBits, 15],
  [cutEnd, 6],
  [cutOut, 8],
  [putRandom, 6],
  [putPiece, 8],
  [glue, 3],
  [otherEncoding, 8],
  [otherLineEnds, 4],
  [otherDelimiter, 4],
  [otherQuotes, 4],
  [rowsAbout, 8],
  [longField, 1],
  [widerThanAny, 1],
  [nothing, 1],
  [noise, 2],
];
