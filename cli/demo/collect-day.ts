import { vkey } from '../../shared/audit/checkpoint.ts';
import { verifyTrail } from '../../shared/audit/verify.ts';
import type { DayReport } from '../report/day-report.ts';
import { budgetOf } from './budget.ts';
import { collectNotice } from './collect.ts';
import { runUntilSo } from './day-clock.ts';
import { recordsOf } from './records.ts';
import type { DayLog } from './school-day.ts';
import type { Stage } from './stage.ts';

/** Lets the sealer catch up, then verifies with the public key alone. */
async function verifySealed(stage: Stage) {
  const { district } = stage;
  const key = vkey(`audit.${district.domain}`, await district.publicKey());
  return runUntilSo('the audit trail is sealed to its last record', 10, stage, async () => {
    const verdict = await verifyTrail(district.trailSource(), key);
    return verdict.outcome === 'cannot-tell' || verdict.counts.unsealed > 0 ? undefined : verdict;
  });
}

/** Puts together what the day left: from the tables, from the telephone network, from the sealed trail. */
export async function collectDay(log: DayLog, stage: Stage): Promise<DayReport> {
  const { cloud, config, district, sample } = stage;
  const found = await Promise.all(log.noticeIds.map((id) => district.notices.get(id)));
  const notices = await Promise.all(found.flatMap((notice) => (notice === undefined ? [] : [collectNotice(notice, stage)])));
  const verdict = await verifySealed(stage);
  const [summary] = verdict.logs;
  const placed = (await recordsOf(district.trailSource())).filter(({ kind }) => kind === 'call.placed').length;
  const rings = cloud.phones.rings().length;
  return {
    district: config.district.name,
    date: sample.day,
    timezone: config.district.timezone,
    mode: config.mode,
    roster: log.roster,
    attendance: log.attendance,
    notices,
    budget: budgetOf(log.counts, rings),
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
