import type { Dossier } from '../../shared/subject/dossier.ts';
import { count, escapeHtml, tile } from '../report/html.ts';
import { numbersSection, requestsSection, studentsSection, tasksSection, youSection } from './held-sections.ts';
import { SUBJECT_STYLE } from './style.ts';
import { callsSection, eventsSection } from './use-sections.ts';
import { fill, type PageLanguage } from './words.ts';
import { filled, isolated, type Names, paragraph, section, type Writing, writingIn } from './writing.ts';

/**
 * Everything held about one person and every use made of it, as one file: no script, no network, prints well, reads from right to
 * left where the language does.
 */
export function subjectPage(dossier: Dossier, language: PageLanguage, names?: Names): string {
  const { district, held } = dossier;
  const writing = writingIn(language, district.timezone, names);
  const { words } = writing;
  const title = fill(words.title, { district: district.name });
  const name = `${held.entry.givenName} ${held.entry.familyName}`;
  const made = filled(words.madeAt, { when: escapeHtml(writing.moment(dossier.madeAt)), name: `<b>${isolated(name)}</b>` });
  return `<!doctype html><html lang="${language}" dir="${words.dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="referrer" content="no-referrer"><title>${escapeHtml(title)}</title><style>${SUBJECT_STYLE}</style></head><body><main>
<h1>${escapeHtml(title)}</h1><p>${made}</p>${paragraph(words.intro)}${words.review === '' ? '' : paragraph(words.review, 'note')}
${inShort(dossier, writing)}${youSection(held, writing)}${numbersSection(held, writing)}${studentsSection(held, writing)}
${callsSection(dossier.uses, dossier.guarded, writing)}${eventsSection(dossier.events, writing)}${tasksSection(held, writing)}${requestsSection(held, writing)}
${lists(dossier, writing)}</main></body></html>`;
}

function inShort({ held, uses }: Dossier, { words }: Writing): string {
  const rang = uses.flatMap(({ rings }) => rings).filter(({ kind }) => kind !== 'not-placed').length;
  const notCalled = uses.filter(({ final }) => final?.state === 'refused').length;
  const stops = held.numbers.reduce((sum, { stops: said }) => sum + (said === 'unreadable' ? 0 : said.length), 0);
  const { tiles, headings } = words;
  return section(
    headings.short,
    `<div class="tiles">${tile(count(held.numbers.length), tiles.numbers)}${tile(count(rang), tiles.rang)}${tile(count(notCalled), tiles.notCalled)}${tile(count(stops), tiles.stops)}</div>`,
  );
}

function lists({ district }: Dossier, { words }: Writing): string {
  const { backupDays, auditYears, exportDays } = district.retention;
  const values = { backupDays: String(backupDays), auditYears: String(auditYears), exportDays: String(exportDays) };
  const list = (texts: readonly string[]) =>
    `<ul>${texts.map((text) => `<li>${escapeHtml(fill(text, values))}</li>`).join('')}</ul>`;
  const { headings, keeping, rights, check } = words;
  return section(headings.keeping, list(keeping)) + section(headings.rights, list(rights)) + section(headings.check, list(check));
}
