import type { DistrictSettings } from '../district/settings.ts';
import { type DeadlineSettings, dailyDeadlineOf } from './deadline.ts';
import { dutyOpenings, type KeptCall, leavesDuty } from './duty.ts';
import { type KeepTaskPorts, openTasks } from './keep-tasks.ts';
import type { TaskPeople, TaskStore } from './office.ts';

export interface DutyPorts extends KeepTaskPorts {
  readonly office: TaskStore & Pick<TaskPeople, 'students'>;
  readonly settings: DeadlineSettings & Pick<DistrictSettings, 'mode'>;
}

/**
 * Attendance calls that a rule kept from ringing become duties of a person, where the district's state sets a deadline (D-03). A
 * district in rehearsal has none: nobody counts on its calls yet. Idempotent, durable and faulty as `openTasks`; one read more,
 * and nothing for none.
 */
export async function openDuties(ports: DutyPorts, kept: readonly KeptCall[]): Promise<void> {
  const { settings, office } = ports;
  const owed = kept.filter(({ rule }) => leavesDuty(rule));
  if (owed.length === 0 || settings.mode !== 'live' || dailyDeadlineOf(settings.district.state) === undefined) return;
  const students = await office.students([...new Set(owed.flatMap((call) => call.students))]);
  await openTasks(ports, dutyOpenings(owed, students, settings));
}
