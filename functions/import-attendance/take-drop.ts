import { importAbsences } from './import-absences.ts';
import { importCalendar } from './import-calendar.ts';
import type { AttendancePorts } from './ports.ts';

/** One file under `attendance/`, or under `calendar/`: which days the others are taken on. */
export function takeDrop(ports: AttendancePorts, key: string): Promise<void> {
  return key.startsWith('calendar/') ? importCalendar(ports, key) : importAbsences(ports, key);
}
