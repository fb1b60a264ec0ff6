import { z } from 'zod';
import type { FileBytes } from '../shared/disk/file-bytes.ts';
import { isZip } from '../shared/roster/bytes/archive.ts';
import { headerOf } from '../shared/roster/bytes/header.ts';
import { bestOf, type Candidate, candidatesIn, type Fit, fitsOf } from '../shared/roster/layouts/propose.ts';
import { readContacts } from '../shared/roster/layouts/read-contacts.ts';
import { OWN_CONTACTS } from '../shared/roster/layouts/sign-off.ts';
import { problemLog } from '../shared/roster/report/problem.ts';
import { type Command, CommandRefused } from './command.ts';
import { exportFile } from './machine/export-file.ts';
import type { Terminal } from './machine/terminal.ts';
import { mapTables } from './map-tables.ts';
import { firstOf, questionsFor, sayQuestions, sayRows, saySettings } from './map-words.ts';

const args = z.object({ file: z.string().min(1, 'name the export') });

const NEAREST_SHOWN = 3;
const SLOT = { column: '@contact', effect: 'legal-guardian' as const, when: [] as string[], otherwise: [] as string[] };

function settingsFor({ layout }: Fit, candidates: readonly Candidate[]) {
  return layout.name === OWN_CONTACTS.layout ? { roster: { contacts: OWN_CONTACTS } } : questionsFor(layout.name, candidates);
}

/** In a wide row, which of its contacts it is stands in no column, and is asked about all the same. */
function questionsOf(file: string, bytes: FileBytes, header: readonly string[], fit: Fit | undefined): readonly Candidate[] {
  const candidates = candidatesIn(file, bytes, header, fit);
  if (fit?.layout.kind !== 'wide') return candidates;
  const counted = new Map<string, number>();
  readContacts(file, bytes, { layout: fit.layout.name, flags: [SLOT] }, problemLog())?.each(({ flags: [slot] }) => {
    const name = slot?.value ?? '';
    counted.set(name, (counted.get(name) ?? 0) + 1);
  });
  const filled = [...counted.values()].reduce((sum, count) => sum + count, 0);
  return [...candidates, { column: SLOT.column, filled, values: [...counted] }];
}

/** The first rows as the layout has them. Their flags are left out: nobody has said yet what they mean. */
function firstRows(file: string, bytes: FileBytes, { layout }: Fit) {
  return firstOf(readContacts(file, bytes, { layout: layout.name, flags: [] }, problemLog()));
}

function sayFit({ layout, found, twice }: Fit, terminal: Terminal): void {
  terminal.good(`${layout.name}: ${found.length} of its columns are there`);
  for (const names of twice)
    terminal.bad(`${names.join(' and ')} stand for the same thing: which of them is it? Leave the other out.`);
}

function sayNearest(fits: readonly Fit[], terminal: Terminal): void {
  terminal.bad('no layout fits; the nearest lack:');
  for (const { layout, missing } of fits.slice(0, NEAREST_SHOWN)) terminal.line(`  ${layout.name}: ${missing.join(', ')}`);
  terminal.soft(
    'put the columns into the export, or describe the layout in the settings (docs/files.md, "A layout of your own")',
  );
}

/** What a program gets: the same, and whether a person has to decide first. */
function sayResult(best: readonly Fit[], fits: readonly Fit[], more: object, terminal: Terminal): void {
  const [one] = best.length === 1 ? best : [];
  terminal.result({
    layout: one?.layout.name ?? null,
    fits: best.map(({ layout }) => layout.name),
    nearest:
      one === undefined ? fits.slice(0, NEAREST_SHOWN).map(({ layout, missing }) => ({ layout: layout.name, missing })) : [],
    twice: one?.twice ?? [],
    ...more,
  });
}

export const rosterMap: Command = {
  name: 'roster map',
  summary: 'Which layout an export of contacts has, and what the district must say about its flags. Touches nothing.',
  examples: ['ringfence roster map --file contacts.csv --json', 'ringfence roster map --file contacts.zip'],
  options: [
    {
      flags: '--file <file>',
      description: 'an export of contacts, as the system made it; several tables in a zip',
      required: true,
    },
  ],
  async run(given, { terminal }) {
    const { file } = args.parse(given);
    const bytes = exportFile(file);
    if (isZip(bytes)) return mapTables(file, bytes, terminal);
    const header = headerOf(bytes);
    if (header.length === 0)
      throw new CommandRefused(`${file} has no header`, 'name a CSV file whose first row names its columns');
    const fits = fitsOf(header);
    const best = bestOf(fits);
    const [one, other] = best;
    terminal.heading(`${file}: ${header.length} columns`);
    for (const fit of best) sayFit(fit, terminal);
    if (one === undefined) sayNearest(fits, terminal);
    if (other !== undefined) terminal.bad('they fit alike: which of them is it? Name it in the settings.');
    const candidates = questionsOf(file, bytes, header, other === undefined ? one : undefined);
    const isSettled = one !== undefined && other === undefined && one.twice.length === 0;
    if (!isSettled) {
      sayResult(best, fits, { flags: candidates, settings: null, rows: [] }, terminal);
      return 1;
    }
    const [settings, rows] = [settingsFor(one, candidates), firstRows(file, bytes, one)];
    if (one.layout.name !== OWN_CONTACTS.layout) sayQuestions(candidates, terminal);
    saySettings(settings, terminal);
    sayRows(rows, terminal);
    sayResult(best, fits, { flags: candidates, settings, rows }, terminal);
    return 0;
  },
};
