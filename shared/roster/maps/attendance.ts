/** The generic attendance file: one row per student, day and (where the district takes it) period. */
import { type ColumnMap, optional, promised } from '../column-map.ts';

export type AttendanceColumn = 'studentId' | 'date' | 'code' | 'period';

export const ATTENDANCE_MAP: ColumnMap<AttendanceColumn> = {
  name: 'attendance@1',
  // A district may have mapped `-` or `.` themselves.
  literal: ['code'],
  columns: {
    studentId: promised('studentId', 'studentSourcedId', 'studentNumber', 'sisNumber', 'localId'),
    date: promised('date', 'absenceDate', 'attendanceDate'),
    code: promised('code', 'attendanceCode', 'absenceCode'),
    period: optional('period', 'periodName'),
  },
};
