import type { ConsentEntry, Evidence } from '../../shared/consent/consent-record.ts';
import { PURPOSES, type Purpose } from '../../shared/notices/purpose.ts';
import type { Held, HeldEdge, HeldNumber } from '../../shared/subject/held.ts';
import { escapeHtml } from '../report/html.ts';
import { fill, wordFor } from './words.ts';
import { isolated, leftToRight, pairs, paragraph, rows, section, type Writing } from './writing.ts';

export function youSection({ entry, pseudonyms }: Held, writing: Writing): string {
  const { headings, you, roles, yes, no } = writing.words;
  return section(
    headings.you,
    pairs([
      [you.name, isolated(`${entry.givenName} ${entry.familyName}`)],
      [you.role, escapeHtml(roles[entry.role])],
      ...workplace(entry, writing),
      [you.language, escapeHtml(writing.languageName(entry.language))],
      [you.given, escapeHtml(entry.givenForSchoolContact ? yes : no)],
      [you.key, `<code>${leftToRight(pseudonyms.contactKey)}</code>`],
      [you.subject, `<code>${leftToRight(pseudonyms.auditSubject)}</code>`],
    ]),
  );
}

export function numbersSection(held: Held, writing: Writing): string {
  const { headings, none } = writing.words;
  const parts = held.numbers.map((number) => numberPart(number, held, writing));
  return section(headings.numbers, ...(parts.length === 0 ? [paragraph(none)] : parts));
}

function numberPart(number: HeldNumber, held: Held, writing: Writing): string {
  const { number: said, labels, lines } = writing.words;
  const kind = `${labels[number.label]} · ${lines[number.lineType]}`;
  return [
    `<article class="number"><h3>${leftToRight(number.e164)} <span class="soft">${escapeHtml(kind)}</span></h3>`,
    standing(number, writing),
    stopTable(number, writing),
    ...number.lifts.map(({ at, reason }) => paragraph(fill(said.lifted, { when: writing.moment(at), reason }), 'soft')),
    `<h4>${escapeHtml(said.consents)}</h4>`,
    held.consentRecord === 'unreadable' ? paragraph(said.unreadableConsents, 'note') : consentTable(number, writing),
    paragraph(fill(said.rings, { count: String(number.rings.length) }), 'soft'),
    reassignedTable(number, writing),
    '</article>',
  ].join('');
}

/** What stops and what does not, before all details: it is what the person came for. */
function standing({ stops, stopped }: HeldNumber, { words }: Writing): string {
  const { number: said } = words;
  if (stops === 'unreadable') return paragraph(said.unreadableStops, 'note');
  if (stopped.length === 0) return paragraph(said.nothingStopped);
  const comes = PURPOSES.filter((purpose) => !stopped.includes(purpose));
  const sentence = (text: string, purposes: readonly Purpose[]) =>
    purposes.length === 0 ? '' : paragraph(fill(text, { kinds: purposes.map((one) => words.purposes[one]).join(words.comma) }));
  return `<div class="stopped">${sentence(said.stopped, stopped)}${sentence(said.comes, comes)}</div>`;
}

function stopTable({ stops }: HeldNumber, writing: Writing): string {
  if (stops === 'unreadable' || stops.length === 0) return '';
  const { columns, sources, number: said } = writing.words;
  const body = stops.map(({ at, requested, effective, source, recordedBy, evidence }) => [
    escapeHtml(writing.moment(at)),
    escapeHtml(scopeWords(requested, writing)),
    escapeHtml(scopeWords(effective, writing)),
    `${escapeHtml(wordFor(sources, source))}${evidence === undefined ? '' : `<br>${isolated(evidence.pointer)}`}`,
    taker(recordedBy, writing),
  ]);
  return `<h4>${escapeHtml(said.stopList)}</h4>${rows([columns.when, columns.asked, columns.effect, columns.how, columns.by], body)}`;
}

/** Where somebody of the staff works; the central office is no school. */
function workplace({ worksAt = [] }: Held['entry'], writing: Writing): readonly (readonly [string, string])[] {
  if (worksAt.length === 0) return [];
  return [[writing.words.columns.schools, schoolNames(worksAt, writing)]];
}

function schoolNames(ids: readonly string[], writing: Writing): string {
  return ids.map((id) => isolated(writing.schoolName(id))).join('<br>');
}

/** @param scope as `scopeName` writes it, e.g. `purpose:event` */
export function scopeWords(scope: string, { words }: Writing): string {
  const [kind = '', purpose = ''] = scope.split(':');
  return fill(wordFor(words.scopes, kind), { purpose: wordFor(words.purposes, purpose) });
}

function consentTable({ consents }: HeldNumber, writing: Writing): string {
  const { columns, number: said, purposes } = writing.words;
  const body = consents.flatMap(({ purpose, history }) =>
    history.map((entry) => [escapeHtml(purposes[purpose]), ...consentCells(entry, writing)]),
  );
  if (body.length === 0) return paragraph(said.noConsents);
  return rows([columns.purpose, columns.what, columns.when, columns.how, columns.wording, columns.evidence], body);
}

function consentCells(entry: ConsentEntry, writing: Writing): readonly string[] {
  const { words } = writing;
  const until = entry.expiresAt === undefined ? '' : ` ${fill(words.until, { when: writing.day(entry.expiresAt) })}`;
  const guardian = entry.by === 'guardian' ? ` (${words.guardianSaid})` : '';
  return [
    escapeHtml(`${words.states[entry.state]}${until}${guardian}`),
    escapeHtml(signed(entry, writing)),
    `${escapeHtml(wordFor(words.bases, entry.basis))}<br><span class="soft">${taker(entry.capturedBy, writing)}</span>`,
    leftToRight(`${entry.wording} (${entry.language})`),
    evidenceCell(entry.evidence, writing),
  ];
}

/** A program by what it is, a person as they are named. */
function taker(name: string, { words }: Writing): string {
  const known = words.takers[name];
  return known === undefined ? leftToRight(name) : escapeHtml(known);
}

/** A form has a day and no hour; told as a moment in the district's zone, its midnight in UTC would fall on the day before. */
function signed({ at }: ConsentEntry, writing: Writing): string {
  return /T00:00:00(\.000)?Z$/.test(at) ? writing.day(at.slice(0, 10)) : writing.moment(at);
}

function evidenceCell(evidence: Evidence | undefined, { words }: Writing): string {
  if (evidence === undefined) return escapeHtml(words.notSaid);
  return `${isolated(evidence.pointer)}<br><code title="SHA-256">${leftToRight(`${evidence.sha256.slice(0, 16)}…`)}</code>`;
}

function reassignedTable({ reassigned }: HeldNumber, writing: Writing): string {
  if (reassigned.length === 0) return '';
  const { columns, answers, number: said } = writing.words;
  const body = reassigned.map(({ askedAt, answer }) => [escapeHtml(writing.moment(askedAt)), escapeHtml(answers[answer])]);
  return `<h4>${escapeHtml(said.reassigned)}</h4>${rows([columns.when, columns.answer], body)}`;
}

export function studentsSection({ edges }: Held, writing: Writing): string {
  const { headings, columns, none, keptBack, relationships } = writing.words;
  const body = edges.map((edge) => [
    isolated(wordFor(relationships, edge.relationship.toLowerCase(), edge.relationship)),
    edge.studentId === undefined ? escapeHtml(keptBack) : leftToRight(edge.studentId),
    edge.schoolIds === undefined ? escapeHtml(keptBack) : schoolNames(edge.schoolIds, writing),
    flagCells(edge, writing),
  ]);
  const table = rows([columns.relationship, columns.student, columns.schools, columns.flags], body);
  return section(headings.students, table === '' ? paragraph(none) : table);
}

function flagCells(edge: HeldEdge, writing: Writing): string {
  const { words } = writing;
  const acts = [...edge.restrictions, ...edge.rights].map(
    ({ state, at, recordedBy }) => `${words.states[state]}, ${writing.moment(at)}, ${recordedBy}`,
  );
  const flags = [
    ...(edge.restricted ? [words.flags.restricted] : []),
    ...(edge.emergencyOnly ? [words.flags.emergencyOnly] : []),
    ...edge.limits.map((limit) => wordFor(words.flags, limit)),
    ...(edge.adultFrom === undefined ? [] : [fill(words.adultFrom, { when: writing.day(edge.adultFrom) })]),
    ...acts,
  ];
  return flags.map(escapeHtml).join('<br>');
}

export function requestsSection({ inspections }: Held, writing: Writing): string {
  if (inspections.length === 0) return '';
  const { headings, columns, open } = writing.words;
  const body = inspections.map(({ receivedOn, dueOn, closedAt }) => [
    escapeHtml(writing.day(receivedOn)),
    escapeHtml(writing.day(dueOn)),
    escapeHtml(closedAt === undefined ? open : writing.moment(closedAt)),
  ]);
  return section(headings.requests, rows([columns.received, columns.due, columns.closed], body));
}

export function tasksSection({ tasks }: Held, writing: Writing): string {
  if (tasks.length === 0) return '';
  const { headings, columns, open, tasks: kinds } = writing.words;
  const body = tasks.map(({ kind, openedAt, closedAt }) => [
    escapeHtml(writing.moment(openedAt)),
    escapeHtml(kinds[kind]),
    escapeHtml(closedAt === undefined ? open : writing.moment(closedAt)),
  ]);
  return section(headings.tasks, rows([columns.when, columns.what, columns.closed], body));
}
