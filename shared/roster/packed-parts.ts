/**
 * Parts of people as they are packed while an import lasts: what each field is called stands in no row, or names of fields would be
 * two thirds of what is packed. What is unpacked is what was packed, field by field in the same order: a test has a field for every
 * one that the types have.
 */
import type { ContactNumber, Edge } from '../contacts/contact.ts';
import type { FormAnswer, RosterEdge, RosterNumber } from './roster.ts';

export type PackedNumber = readonly [
  e164: string,
  lineType: ContactNumber['lineType'],
  label: ContactNumber['label'],
  country: string | 0,
];

export function packNumber({ e164, lineType, label, country }: RosterNumber): PackedNumber {
  return [e164, lineType, label, country ?? 0];
}

export function unpackNumber([e164, lineType, label, country]: PackedNumber): RosterNumber {
  return { e164, lineType, label, ...(country === 0 ? {} : { country }) };
}

export type PackedAnswer = readonly [
  purpose: FormAnswer['purpose'],
  isYes: 0 | 1,
  form: string,
  wording: string,
  date: string | 0,
  agreedBeside: FormAnswer['agreedBeside'] | 0,
];

export function packAnswer({ purpose, answer, date, form, wording, agreedBeside }: FormAnswer): PackedAnswer {
  return [purpose, answer === 'yes' ? 1 : 0, form, wording, date ?? 0, agreedBeside ?? 0];
}

export function unpackAnswer([purpose, isYes, form, wording, date, agreedBeside]: PackedAnswer): FormAnswer {
  const dated = date === 0 ? {} : { date };
  const beside = agreedBeside === 0 || agreedBeside === undefined ? {} : { agreedBeside };
  // As they are made: a yes always has a date, and stands before its form.
  return isYes === 1
    ? { purpose, answer: 'yes', ...dated, form, wording, ...beside }
    : { purpose, answer: 'no', form, wording, ...dated, ...beside };
}

/** What an export says of a contact and a student, whatever either is called. */
type Flags = Pick<Edge, 'relationship' | 'restricted' | 'unlisted' | 'emergencyOnly' | 'priority' | 'limits'>;

export type PackedFlags = readonly [relationship: string, flags: number, priority: number, limits: Edge['limits'] | 0];

const [RESTRICTED, UNREADABLE, UNLISTED, EMERGENCY_ONLY, CLEARING, MINOR] = [1, 2, 4, 8, 16, 32];

function packFlags(edge: Flags, more: number): PackedFlags {
  const { relationship, restricted, unlisted, emergencyOnly, priority, limits } = edge;
  const flags = (restricted ? RESTRICTED : 0) | (unlisted ? UNLISTED : 0) | (emergencyOnly ? EMERGENCY_ONLY : 0) | more;
  return [relationship, flags, priority, limits ?? 0];
}

const limitsIn = (limits: Edge['limits'] | 0): Pick<Edge, 'limits'> => (limits === 0 || limits === undefined ? {} : { limits });

export type PackedRosterEdge = readonly [studentId: string, row: number | 0, flags: PackedFlags];

export function packRosterEdge({ studentId, row, unreadable, ...edge }: RosterEdge): PackedRosterEdge {
  return [studentId, row ?? 0, packFlags(edge, unreadable ? UNREADABLE : 0)];
}

export function unpackRosterEdge([studentId, row, [relationship, flags, priority, limits]]: PackedRosterEdge): RosterEdge {
  return {
    ...(row === 0 ? {} : { row }),
    studentId,
    relationship,
    restricted: (flags & RESTRICTED) !== 0,
    ...((flags & UNREADABLE) !== 0 ? ({ unreadable: true } as const) : {}),
    ...((flags & UNLISTED) !== 0 ? ({ unlisted: true } as const) : {}),
    emergencyOnly: (flags & EMERGENCY_ONLY) !== 0,
    priority,
    ...limitsIn(limits),
  };
}

export type PackedEdge = readonly [studentKey: string, schoolIds: readonly string[], flags: PackedFlags, adultFrom: string | 0];

export function packEdge({ studentKey, schoolIds, adultFrom, minorByGrade, clearing, ...edge }: Edge): PackedEdge {
  const more = (clearing ? CLEARING : 0) | (minorByGrade ? MINOR : 0);
  return [studentKey, schoolIds, packFlags(edge, more), adultFrom ?? 0];
}

export function unpackEdge([studentKey, schoolIds, [relationship, flags, priority, limits], adultFrom]: PackedEdge): Edge {
  return {
    relationship,
    restricted: (flags & RESTRICTED) !== 0,
    ...((flags & UNLISTED) !== 0 ? ({ unlisted: true } as const) : {}),
    emergencyOnly: (flags & EMERGENCY_ONLY) !== 0,
    priority,
    ...limitsIn(limits),
    ...((flags & CLEARING) !== 0 ? ({ clearing: true } as const) : {}),
    studentKey,
    schoolIds,
    ...(adultFrom === 0 ? {} : { adultFrom }),
    ...((flags & MINOR) !== 0 ? ({ minorByGrade: true } as const) : {}),
  };
}
