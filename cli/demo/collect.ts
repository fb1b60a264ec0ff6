import { type Call, FINAL_STATES, type FinalState, type Outcome } from '../../shared/calls/call.ts';
import { POLICIES } from '../../shared/consent/policies.ts';
import type { Rule } from '../../shared/consent/policy.ts';
import type { Audience, Notice } from '../../shared/notices/notice.ts';
import type { NoticeReport } from '../report/day-report.ts';
import type { Stage } from './stage.ts';

type RingOnLine = ReturnType<Stage['cloud']['phones']['rings']>[number];

function countBy<K extends string>(keys: readonly (K | undefined)[]): Partial<Record<K, number>> {
  const counts: Partial<Record<K, number>> = {};
  for (const key of keys) if (key !== undefined) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

const isFinal = (state: string): state is FinalState => FINAL_STATES.some((final) => final === state);

function audienceWords(audience: Audience, stage: Stage): string {
  const named = (ids: readonly string[]): string =>
    ids.map((id) => stage.config.schools.find((school) => school.id === id)?.name ?? id).join(', ');
  if (audience.kind === 'district') return 'every family of the district';
  if (audience.kind === 'schools') return `every family of ${named(audience.schools)}`;
  if (audience.kind === 'grades') return `families of grade ${audience.grades.join(', ')}, ${named(audience.schools)}`;
  if (audience.kind === 'staff') return `everybody who works at ${named(audience.schools ?? []) || 'the district'}`;
  return `families of ${audience.students.length} students`;
}

function refusalsOf(calls: readonly Call[], stage: Stage): NoticeReport['refusals'] {
  const { rules, overlays } = POLICIES[stage.config.profile];
  const known = new Map<string, Rule>([...Object.entries(rules), ...overlays.map((overlay) => [overlay.id, overlay] as const)]);
  const counts = countBy(calls.filter(({ state }) => state === 'refused').map(({ rule }) => rule ?? 'unnamed'));
  return Object.entries(counts)
    .map(([rule, count = 0]) => ({ rule, words: known.get(rule)?.words ?? '', citation: known.get(rule)?.citation ?? '', count }))
    .sort((a, b) => b.count - a.count);
}

/** First pick-up of each call, by the telephone network's own log, in seconds after the notice was raised. */
function reachOf(rings: readonly RingOnLine[], raisedAt: number): number[] {
  const first = new Map<string, number>();
  for (const ring of rings) {
    if (ring.pickedUpAt === undefined) continue;
    const callId = ring.name.slice(0, ring.name.lastIndexOf('#'));
    first.set(callId, Math.min(first.get(callId) ?? Number.POSITIVE_INFINITY, ring.pickedUpAt));
  }
  return [...first.values()].map((at) => (at - raisedAt) / 1_000).sort((a, b) => a - b);
}

/** Rings of one notice, by the name their caller gave them. */
export function ringsOf(noticeId: string, { cloud }: Pick<Stage, 'cloud'>): readonly RingOnLine[] {
  return cloud.phones.rings().filter(({ name }) => name.startsWith(`${noticeId}.`));
}

/** One notice, from its calls and from what the telephone network saw. */
export async function collectNotice(notice: Notice, stage: Stage): Promise<NoticeReport> {
  const calls = await stage.district.calls.allOf(notice.noticeId);
  const rings = ringsOf(notice.noticeId, stage);
  return {
    noticeId: notice.noticeId,
    purpose: notice.purpose,
    messageName: notice.messageName,
    ...(notice.wordsChecked === undefined ? {} : { wordsChecked: notice.wordsChecked }),
    audience: audienceWords(notice.audience, stage),
    raisedAt: notice.raisedAt,
    state: notice.state,
    planned: notice.planned ?? calls.length,
    finals: countBy(calls.map(({ state }) => (isFinal(state) ? state : undefined))),
    open: calls.filter(({ state }) => !isFinal(state)).length,
    refusals: refusalsOf(calls, stage),
    outcomes: countBy<Outcome>(calls.map(({ outcome }) => outcome)),
    rings: rings.length,
    reachedAfterSeconds: reachOf(rings, Date.parse(notice.raisedAt)),
    keys: countBy(calls.map(({ key }) => key)),
  };
}
