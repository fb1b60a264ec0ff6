/**
 * Attendance files: one row per student, day and (where the district takes it) period. Headers are those that the systems are
 * known to write (ROSTER §3–§7); the first map whose promised columns are all there is taken.
 */
import { type ColumnMap, optional, promised } from '../bytes/column-map.ts';

export type AttendanceColumn =
  | 'studentId'
  | 'date'
  | 'code'
  | 'period'
  | 'periodId'
  | 'mode'
  | 'status'
  | 'excuse'
  | 'class'
  | 'course'
  | 'section'
  | 'homeroom';

export type AttendanceMap = ColumnMap<AttendanceColumn>;

/** A district may have mapped `-` or `.` themselves. */
const LITERAL = ['code', 'status', 'excuse'] as const satisfies readonly AttendanceColumn[];

/** Which part of the day, and which class: read where they are there. */
const beside = {
  periodId: optional('periodId'),
  mode: optional('Att_Mode_Code'),
  status: optional('status'),
  excuse: optional('excuse'),
  class: optional('class', 'classSourcedId'),
  course: optional('courseNumber'),
  section: optional('sectionNumber'),
  homeroom: optional('homeroom'),
};

/** Generic; SchoolMessenger's daily and period files, which Synergy districts produce; Aspen. */
export const ATTENDANCE_MAP: AttendanceMap = {
  name: 'attendance@2',
  literal: LITERAL,
  columns: {
    ...beside,
    studentId: promised(
      'studentId',
      'studentSourcedId',
      'studentNumber',
      'sisNumber',
      'localId',
      'studentIdNumber',
      'sisStudentId',
      'student.studentNumber',
      'Attendance.StudentID',
    ),
    date: promised('date', 'absenceDate', 'attendanceDate', 'attDate', 'Attendance.Att_Date'),
    code: promised('code', 'attendanceCode', 'absenceCode', 'attCode', 'attCodeView', 'Attendance_Code.Att_Code'),
    period: optional('period', 'periodName', 'missingPeriod', 'bellPeriod'),
  },
};

/** PowerSchool with the student's number: its `StudentID`, which may stand beside it, is internal and is not read. */
const POWERSCHOOL_MAP: AttendanceMap = {
  name: 'powerschool-attendance@1',
  literal: LITERAL,
  columns: {
    ...beside,
    studentId: promised('Student_Number', 'Students.Student_Number'),
    date: promised('Att_Date', 'Attendance.Att_Date'),
    code: promised('Att_Code', 'Attendance_Code.Att_Code'),
    periodId: optional('PeriodID', 'Attendance.PeriodID'),
    mode: optional('Att_Mode_Code', 'Attendance.Att_Mode_Code'),
    period: optional('period'),
  },
};

/** Infinite Campus, v_AttendanceDetail: an absence nobody has explained yet has no code, but a status. */
const CAMPUS_MAP: AttendanceMap = {
  name: 'campus-attendance@1',
  literal: LITERAL,
  columns: {
    ...beside,
    studentId: promised('studentNumber', 'student.studentNumber'),
    date: promised('date'),
    code: optional('code'),
    status: promised('status'),
    excuse: promised('excuse'),
    period: optional('periodName'),
  },
};

/** Genesis, Attendance.txt: today's rows only, and only the codes that are marked for a dialer. */
const GENESIS_MAP: AttendanceMap = {
  name: 'genesis-attendance@1',
  literal: LITERAL,
  columns: {
    ...beside,
    studentId: promised('studentID'),
    date: promised('date'),
    code: promised('category'),
    period: optional('period'),
  },
};

/** In this order. The last is taken, and its missing columns reported, where none fits. */
export const ATTENDANCE_MAPS: readonly AttendanceMap[] = [POWERSCHOOL_MAP, CAMPUS_MAP, GENESIS_MAP, ATTENDANCE_MAP];
