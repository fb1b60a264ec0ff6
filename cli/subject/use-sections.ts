import type { SubjectEvent } from '../../shared/subject/dossier.ts';
import type { Use, UseDecision, UseRing } from '../../shared/subject/use.ts';
import { escapeHtml } from '../report/html.ts';
import { scopeWords } from './held-sections.ts';
import { translatedRule } from './rule-words.ts';
import { fill, wordFor } from './words.ts';
import { english, filled, isolated, leftToRight, paragraph, rows, section, type Writing } from './writing.ts';

/** Every call, the newest first: what somebody asks about is nearly always the last one. */
export function callsSection(uses: readonly Use[], guarded: boolean, writing: Writing): string {
  const { headings, call } = writing.words;
  if (uses.length === 0) return section(headings.calls, paragraph(call.none));
  const note = guarded ? paragraph(call.guarded, 'note') : '';
  return section(headings.calls, note, ...uses.toReversed().map((use) => useArticle(use, writing)));
}

function useArticle(use: Use, writing: Writing): string {
  const { words } = writing;
  const number = use.number === undefined ? '' : ` · ${leftToRight(use.number)}`;
  const lines = [
    ...raisedLine(use, writing),
    ...use.decisions.map((decision) => ({ at: decision.at, html: decisionLine(decision, writing) })),
    ...use.rings.map((ring) => ({ at: ring.at, html: ringLine(ring, writing) })),
    ...use.keys.map(({ key, at }) => ({ at, html: keyLine(key, at, writing) })),
    ...use.stops.map(({ at, effective }) => ({
      at,
      html: filled(words.call.stop, { scope: escapeHtml(scopeWords(effective, writing)) }),
    })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const end =
    use.final === undefined
      ? ''
      : `<p>${filled(words.call.ended, { state: `<b>${escapeHtml(wordFor(words.finals, use.final.state))}</b>` })}</p>`;
  return `<article class="call ${use.final?.state === 'refused' ? 'silent' : ''}"><h3>${escapeHtml(words.purposes[use.purpose])} · ${escapeHtml(writing.day(use.at))}${number}</h3><ol>${lines.map(({ html }) => `<li>${html}</li>`).join('')}</ol>${end}<p class="soft">${escapeHtml(words.call.reference)}: <code>${leftToRight(use.callId)}</code></p></article>`;
}

function raisedLine({ notice }: Use, writing: Writing): { readonly at: string; readonly html: string }[] {
  const { message, raisedBy, raisedAt } = notice;
  if (message === undefined || raisedBy === undefined || raisedAt === undefined) return [];
  const values = { message: isolated(message), by: isolated(raisedBy), when: escapeHtml(writing.moment(raisedAt)) };
  const spoken = writing.spoken(message);
  const says =
    spoken === undefined ? '' : `<br><span class="soft">${escapeHtml(writing.words.call.says)}</span> ${isolated(spoken)}`;
  return [{ at: raisedAt, html: `${filled(writing.words.call.raised, values)}${says}` }];
}

function decisionLine({ at, kind, ruling, basis, until }: UseDecision, writing: Writing): string {
  const { words, language } = writing;
  const { call } = words;
  const what = fill(call[kind], { when: until === undefined ? '' : writing.moment(until) });
  const head = `<b>${escapeHtml(what)}</b> <span class="soft">${escapeHtml(writing.moment(at))}</span>`;
  if (ruling === undefined) return head;
  if (ruling === 'not-yours') return `${head}<br>${escapeHtml(call.because)} ${escapeHtml(call.notYours)}`;
  const translated = translatedRule(ruling.words, language);
  const why = translated === undefined ? english(ruling.words) : escapeHtml(translated);
  const rested =
    kind !== 'permit' || basis === undefined
      ? ''
      : ` ${escapeHtml(fill(call.basis, { basis: wordFor(words.callBases, ruling.rule === 'permit.number-given' ? 'given' : basis) }))}`;
  const rule = filled(call.rule, { rule: `<code>${leftToRight(ruling.rule)}</code>`, citation: leftToRight(ruling.citation) });
  return `${head}<br>${escapeHtml(call.because)} ${why}${rested}<br><span class="soft">${rule} · ${leftToRight(ruling.policy)}</span>`;
}

function ringLine({ kind, at, outcome }: UseRing, writing: Writing): string {
  const { call, outcomes } = writing.words;
  const when = writing.moment(at);
  if (kind === 'not-placed') return escapeHtml(fill(call.didNotRing, { when }));
  if (kind === 'uncertain' && outcome === undefined) return escapeHtml(fill(call.uncertain, { when }));
  return escapeHtml(fill(call.rang, { when, outcome: wordFor(outcomes, outcome ?? 'unknown') }));
}

function keyLine(key: string, at: string, writing: Writing): string {
  const { call, keys } = writing.words;
  return escapeHtml(fill(call.pressed, { key, when: writing.moment(at), meaning: wordFor(keys, key) }));
}

export function eventsSection(events: readonly SubjectEvent[], writing: Writing): string {
  if (events.length === 0) return '';
  const { headings, columns, kinds, purposes } = writing.words;
  const body = events.map(({ at, kind, details }) => {
    const { purpose, ...others } = details;
    const about = purpose === undefined ? '' : `: ${wordFor(purposes, purpose)}`;
    return [
      escapeHtml(writing.moment(at)),
      escapeHtml(`${wordFor(kinds, kind)}${about}`),
      Object.entries(others)
        .map(([name, value]) => leftToRight(`${name}: ${value}`))
        .join('<br>'),
    ];
  });
  return section(headings.events, rows([columns.when, columns.what, columns.how], body));
}
