import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Dossier, dossierOf } from '../shared/subject/dossier.ts';
import { closeInspections, openInspection, openOf } from '../shared/subject/inspection.ts';
import { type Command, CommandRefused, type Ports } from './command.ts';
import type { District } from './machine/district.ts';
import { namesIn } from './subject/names.ts';
import { subjectPage } from './subject/page.ts';
import { districtFactsOf, personOf, traceOfPerson } from './subject/person.ts';
import { PAGE_LANGUAGES, pageLanguageOf } from './subject/words.ts';

const args = z
  .object({
    contact: z.string().min(1),
    out: z.string().min(1).default('.'),
    language: z.enum(PAGE_LANGUAGES, `write one of ${PAGE_LANGUAGES.join(', ')}`).optional(),
    settings: z.string().min(1).optional(),
    identified: z.string().min(1).max(200).optional(),
    inspectionOpen: z.iso.date('write the day the request came as YYYY-MM-DD').optional(),
    inspectionClosed: z.boolean().optional(),
  })
  .refine(({ inspectionOpen, inspectionClosed }) => inspectionOpen === undefined || inspectionClosed !== true, {
    error: 'a request cannot be opened and closed at once: leave one of the two out',
  });
type Asked = z.infer<typeof args>;

/** The request to inspect, as it stands after what was asked. */
async function inspections(asked: Asked, contactKey: string, { operator }: Ports, { subjects, clock }: District) {
  const { inspectionOpen, inspectionClosed } = asked;
  await subjects.changeInspections(contactKey, (all) => {
    if (inspectionOpen !== undefined) return openInspection(all, inspectionOpen, operator);
    return inspectionClosed === true ? closeInspections(all, clock.now().toISOString()) : all;
  });
  return openOf(await subjects.inspections(contactKey));
}

/** The record first: that a copy was made is known even if it was never handed out. Then the files, readable by their owner alone. */
async function handOut(dossier: Dossier, asked: Asked, ports: Ports, { trail }: District) {
  const language = asked.language ?? pageLanguageOf(dossier.held.entry.language) ?? 'en';
  const { contactKey, auditSubject } = dossier.held.pseudonyms;
  const page = subjectPage(dossier, language, asked.settings === undefined ? undefined : await namesIn(asked.settings));
  const json = `${JSON.stringify(dossier, null, 2)}\n`;
  const facts = {
    by: ports.operator,
    language,
    identified: asked.identified ?? 'not recorded',
    calls: dossier.uses.length,
    sha256: createHash('sha256').update(json).digest('hex'),
  };
  const at = dossier.madeAt;
  await trail.write(at.slice(0, 10), [{ kind: 'subject.exported', at, subject: auditSubject, facts }]);
  await mkdir(asked.out, { recursive: true });
  // No id of the student information system in the name: files are mailed and left lying about.
  const name = join(asked.out, `ringfence-record-${at.slice(0, 10)}-${contactKey.slice(0, 8)}`);
  const files = { html: `${name}.html`, json: `${name}.json` };
  await writeFile(files.html, page, { mode: 0o600 });
  await writeFile(files.json, json, { mode: 0o600 });
  return { ...files, language };
}

export const subjectExport: Command = {
  name: 'subject export',
  summary:
    'Everything held about one person and every use made of it, as a page to read or print, in their language, and as JSON. Names nobody else.',
  examples: [
    'ringfence subject export --contact g-1042 --identified "photo id seen at the desk"',
    'ringfence subject export --contact g-1042 --inspection-open 2026-11-20 --out /secure/requests',
    'ringfence subject export --contact g-1042 --inspection-closed',
  ],
  options: [
    { flags: '--contact <id>', description: 'the person, by the id of the export', required: true },
    { flags: '--out <directory>', description: 'where the two files go; this directory unless told' },
    { flags: '--language <xx>', description: `${PAGE_LANGUAGES.join(', ')}; the person’s own unless told, else English` },
    {
      flags: '--settings <file>',
      description: 'the district’s settings: then the page has the names of schools, and what messages say',
    },
    {
      flags: '--identified <how>',
      description: 'how you made sure who asks (34 CFR 99.31(c)); kept in the trail, so name nobody',
    },
    {
      flags: '--inspection-open <day>',
      description:
        'they asked to inspect their records on that day: 45 days run, and nothing of theirs is erased until it is closed',
    },
    { flags: '--inspection-closed', description: 'they have seen what they asked for' },
  ],
  async run(given, ports) {
    const { terminal, district } = ports;
    const parsed = args.safeParse(given);
    if (!parsed.success) throw new CommandRefused(parsed.error.issues[0]?.message ?? 'wrong usage', 'add --help for examples', 2);
    const connected = await district();
    const { contactKey } = (await personOf(parsed.data.contact, connected)).contact;
    const open = await inspections(parsed.data, contactKey, ports, connected);
    const items = await personOf(parsed.data.contact, connected);
    const trace = await traceOfPerson(items, connected.trailSource(), terminal);
    const madeAt = connected.clock.now().toISOString();
    const dossier = dossierOf(items, trace, districtFactsOf(connected), madeAt);
    const files = await handOut(dossier, parsed.data, ports, connected);
    terminal.good(`${files.html}: the page, in ${files.language}`);
    terminal.good(`${files.json}: the same for machines`);
    if (files.language !== 'en') terminal.bad('a native speaker must read the translation over before it is handed out');
    if (parsed.data.identified === undefined)
      terminal.soft('how you made sure who asks was not recorded: --identified (34 CFR 99.31(c))');
    if (open !== undefined)
      terminal.soft(`their request to inspect of ${open.receivedOn} is open; to be answered by ${open.dueOn}`);
    if (dossier.unreadLines > 0)
      terminal.bad(`${dossier.unreadLines} lines of the trail could not be read: ringfence audit verify`);
    terminal.result({ ...files, calls: dossier.uses.length, inspection: open });
    return 0;
  },
};
