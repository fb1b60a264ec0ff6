import { vkey } from '../../shared/audit/checkpoint.ts';
import { logOrigin } from '../../shared/audit/log-name.ts';
import type { TrailSource } from '../../shared/audit/trail-source.ts';
import { verifyTrail } from '../../shared/audit/verify.ts';
import type { FinalState } from '../../shared/calls/call.ts';
import type { DayReport, NoticeReport } from '../report/day-report.ts';
import { budgetOf } from './budget.ts';
import { collectNotice } from './collect.ts';
import { runUntilSo } from './day-clock.ts';
import { readOnce, recordsOf } from './records.ts';
import type { DayLog } from './school-day.ts';
import type { Stage } from './stage.ts';

const SEALED_AFTER_MS = 150_000;

/** Lets the sealer catch up, then verifies with the public key alone. */
async function verifySealed(trail: TrailSource, stage: Stage) {
  const { district } = stage;
  const key = vkey(logOrigin(district.domain, new Date(stage.cloud.clock.now())), await district.publicKey());
  // Settled after two seconds, sealed in the minute after, signed in the next: asked sooner, a whole trail is read in vain.
  await stage.cloud.clock.runUntil(stage.cloud.clock.now() + SEALED_AFTER_MS);
  return runUntilSo('the audit trail is sealed to its last record', 10, stage, async () => {
    const verdict = await verifyTrail(trail, key);
    return verdict.outcome === 'cannot-tell' || verdict.counts.unsealed > 0 ? undefined : verdict;
  });
}

const NEVER_DIALED: readonly FinalState[] = ['refused', 'not-needed', 'expired', 'cancelled', 'rehearsed'];

/** Numbers that were decided about and never dialed. */
function silentIn(notices: readonly NoticeReport[]): number {
  return notices.flatMap(({ finals }) => NEVER_DIALED.map((state) => finals[state] ?? 0)).reduce((sum, count) => sum + count, 0);
}

/** Puts together what the day left: from the tables, from the telephone network, from the sealed trail. */
export async function collectDay(log: DayLog, stage: Stage): Promise<DayReport> {
  const { cloud, config, district, sample } = stage;
  const found = await Promise.all(log.noticeIds.map((id) => district.notices.get(id)));
  const notices = await Promise.all(found.flatMap((notice) => (notice === undefined ? [] : [collectNotice(notice, stage)])));
  const trail = readOnce(district.trailSource());
  const verdict = await verifySealed(trail, stage);
  const [summary] = verdict.logs;
  const { length: placed } = await recordsOf(trail, 'call.placed');
  const rings = cloud.phones.rings().length;
  return {
    district: config.district.name,
    date: sample.day,
    timezone: config.district.timezone,
    mode: config.mode,
    roster: log.roster,
    attendance: log.attendance,
    notices,
    budget: budgetOf({ called: log.called, idle: log.idle, placed: rings, silent: silentIn(notices) }),
    audit: {
      records: verdict.counts.records,
      size: summary?.size ?? 0,
      root: summary?.root ?? '',
      verdict: verdict.outcome,
      findings: verdict.findings.map((finding) => `${finding.class}: ${finding.object}: ${finding.detail}`),
    },
    witness: { rings, placedRecords: placed },
  };
}
