import { type FileBytes, startOf } from '../../disk/file-bytes.ts';
import { type ColumnMap, normalHeader } from './column-map.ts';
import { decode } from './decode.ts';
import { rulesOf } from './read-table.ts';
import { tokenize } from './tokenize.ts';

const HEADER_BYTES = 64 * 2 ** 10;

/** The first row of a file, as it stands there; none where it cannot be read. */
export function headerOf(bytes: FileBytes): readonly string[] {
  const start = startOf(bytes, HEADER_BYTES);
  // Cut at a line's end: half a letter would make UTF-8 look like something else.
  const end = start.length === bytes.length ? -1 : Math.max(start.lastIndexOf(0x0a), start.lastIndexOf(0x0d));
  const { utf8 } = decode(end < 0 ? start : start.subarray(0, end + 1));
  const sheet = tokenize(utf8, () => true);
  return typeof sheet === 'string' ? [] : sheet.header.map((name) => name.trim()).filter((name) => name !== '');
}

/** The first map whose promised columns are all in the header. Whether the file can be read is for the reader to say. */
export function mapThatFits<Map extends ColumnMap<string>>(bytes: FileBytes, maps: readonly Map[]): Map | undefined {
  const names = new Set(headerOf(bytes).map(normalHeader));
  return maps.find((map) =>
    rulesOf(map).every(([, { promised, headers }]) => !promised || headers.some((header) => names.has(normalHeader(header)))),
  );
}
