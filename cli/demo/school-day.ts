import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { numbersOf } from '../../infra/local/sample-district/index.ts';
import { eventBridgeClient } from '../../shared/aws/clients.ts';
import type { AttendanceReport, RosterReport } from '../report/day-report.ts';
import { type Watched, watch } from './budget.ts';
import { nowOf, runTo, runUntilSo } from './day-clock.ts';
import { attendanceReportOf, rosterReportOf } from './import-reports.ts';
import { drop, importExport, reportOn } from './intake.ts';
import { untilClosed } from './notices.ts';
import type { Stage } from './stage.ts';

/** What the day left behind, for its report. */
export interface DayLog {
  readonly roster: RosterReport;
  readonly attendance: AttendanceReport;
  readonly noticeIds: readonly string[];
  /** What the system used while nobody was called, and while somebody was. */
  readonly idle: Watched;
  readonly called: readonly Watched[];
}

/** The same school in the morning and in the afternoon: who pressed 9 or 7 then must be left alone now. */
const SCHOOL = 'plsd-lincoln';

async function nightlyExport(stage: Stage): Promise<RosterReport> {
  const { sample, terminal } = stage;
  await runTo('05:30', stage);
  terminal.heading(`${nowOf(stage)}  The nightly export arrives`);
  const { held, report: taken } = await importExport(stage, 'Dana Ruiz, IT');
  terminal.good(`dropped ${sample.roster.key} (${sample.roster.zip.length} bytes) and ${sample.contacts.key} with plain S3 PUTs`);
  for (const { words } of held?.signals ?? []) terminal.line(`  held: ${words}`);
  if (held !== undefined) terminal.good('ringfence roster approve: Dana Ruiz, IT, has looked at it and let it pass');
  const report = rosterReportOf(taken);
  terminal.good(`imported ${report.students} students, ${report.contacts} contacts, ${report.numbers} numbers`);
  terminal.line(`  ${report.problems.length} rows need attention:`);
  for (const row of report.problems) terminal.soft(`${row.file} row ${row.row}, ${row.column}: ${row.problem} ${row.advice}`);
  return report;
}

async function morningAttendance(stage: Stage): Promise<{ report: AttendanceReport; noticeIds: string[] }> {
  const { sample, terminal, district } = stage;
  terminal.heading(`${nowOf(stage)}  The attendance file arrives`);
  await drop(sample.attendance.key, sample.attendance.csv, stage);
  const report = attendanceReportOf(await reportOn(sample.attendance.key, stage));
  terminal.good(`${report.unexcused} unexcused absences, ${report.excused} excused, late or present`);
  for (const row of report.clerk) terminal.soft(`for the clerk, row ${row.row}: ${row.problem} ${row.advice}`);
  const planned = await runUntilSo('the attendance notices are planned', 10, stage, async () => {
    const { notices } = await district.notices.toSweep('all');
    return notices.length > 0 && notices.every(({ planned: known }) => known !== undefined) ? notices : undefined;
  });
  const noticeIds = planned.map(({ noticeId }) => noticeId);
  const calls = planned.reduce((sum, notice) => sum + (notice.planned ?? 0), 0);
  terminal.good(`${noticeIds.length} notices, one a school: ${calls} numbers planned, brothers and sisters in one call`);
  return { report: { ...report, calls }, noticeIds };
}

/** An external system raises a notice: nothing of ours, one PutEvents. */
async function raise(detail: Readonly<Record<string, unknown>>, source: string, { district }: Stage): Promise<void> {
  const entry = {
    EventBusName: district.outputs['BusName'],
    Source: source,
    DetailType: 'Notice Raised',
    Detail: JSON.stringify(detail),
  };
  await eventBridgeClient().send(new PutEventsCommand({ Entries: [entry] }));
}

/** Most people do as people do; three are asked to make sure that every key is seen today. */
function directThree({ cloud, sample, terminal }: Stage): void {
  const [first, second, third] = [...numbersOf(sample.families, SCHOOL)]
    .filter(([, people]) => people.every(({ restrictedFor }) => restrictedFor.length === 0))
    .map(([number]) => number);
  if (first === undefined || second === undefined || third === undefined) return;
  cloud.phones.person(first, { picksUp: true, presses: '1' });
  cloud.phones.person(second, { picksUp: true, presses: '9' });
  cloud.phones.person(third, { picksUp: true, presses: '7' });
  terminal.soft(
    'three people are asked to press 1 (understood), 9 (stop calling me) and 7 (not my number); all others do as people do',
  );
}

async function evacuation(stage: Stage): Promise<string> {
  const { terminal } = stage;
  await runTo('10:15', stage);
  terminal.heading(`${nowOf(stage)}  Gas leak at Lincoln: evacuation`);
  directThree(stage);
  const noticeId = 'gas-leak-lincoln';
  await raise(
    {
      noticeId,
      purpose: 'emergency',
      audience: { kind: 'schools', schools: [SCHOOL] },
      message: { name: 'evacuate-gas-leak' },
      raisedBy: 'panic-button:lincoln',
    },
    'ringfence.emergency',
    stage,
  );
  terminal.good('raised with a plain EventBridge PutEvents; urgent lane');
  return noticeId;
}

async function concert(stage: Stage): Promise<string> {
  stage.terminal.heading(`${nowOf(stage)}  The concert at Lincoln Elementary School takes place`);
  const noticeId = 'winter-concert-lincoln';
  await raise(
    {
      noticeId,
      purpose: 'event',
      audience: { kind: 'schools', schools: [SCHOOL] },
      message: { name: 'winter-concert' },
      raisedBy: 'principal:lincoln',
    },
    'ringfence.staff',
    stage,
  );
  stage.terminal.good('raised; routine lane, only who agreed to event calls');
  return noticeId;
}

/** One school day, from the night's export to the last call. */
export async function playDay(stage: Stage): Promise<DayLog> {
  const roster = await nightlyExport(stage);
  await runTo('06:00', stage);
  const idle = watch(stage);
  await runTo('09:40', stage);
  const nobodyCalled = idle();
  const morning = watch(stage);
  const { report: attendance, noticeIds } = await morningAttendance(stage);
  const emergency = await evacuation(stage);
  await untilClosed(emergency, 180, stage);
  for (const id of noticeIds) await untilClosed(id, 420, stage);
  const called = [morning()];
  await runTo('14:00', stage);
  const afternoon = watch(stage);
  const event = await concert(stage);
  await untilClosed(event, 420, stage);
  called.push(afternoon());
  return { roster, attendance, noticeIds: [...noticeIds, emergency, event], idle: nobodyCalled, called };
}
