import { STATE_DEADLINES } from './state-deadlines.ts';
import { type ClosedWhy, type FileKind, isAboutFile, type OfficeTask, type TaskFile, type TaskKind } from './task.ts';

/** What it is, and what to do about it, as a school secretary reads it. No one's name or number. */
export interface TaskWords {
  readonly what: string;
  readonly todo: string;
}

const WORDS: Readonly<Record<Exclude<TaskKind, 'duty' | FileKind>, TaskWords>> = {
  'not-my-number': {
    what: 'Whoever answers this phone says it is the wrong number. It rings for nobody now, in emergencies neither.',
    todo: 'Ask the family for the right number and correct it in the student system, or verify this one with them.',
  },
  'wrong-number-said': {
    what: 'Somebody said that this phone is a wrong number, and nobody knows whether it is theirs. Only emergencies ring there now.',
    todo: 'Ask the family, on another way than this phone. Wrong: ringfence optout record --scope not-my-number, and correct it in the student system. Right: ringfence number verify, and everything rings again.',
  },
  reassigned: {
    what: 'The telephone company has given this number to somebody else since the family gave it to the school.',
    todo: 'Ask the family for their new number and correct it in the student system, or verify this one with them.',
  },
  invalid: {
    what: 'This number does not exist, or is one that nobody may dial.',
    todo: 'Look for a slip in the digits, ask the family, and correct it in the student system.',
  },
  'unreachable-pupil': {
    what: 'Nobody picked up on any phone of this pupil in the last notices.',
    todo: 'Ask the family which number reaches them in the day, and add it in the student system.',
  },
  'unreachable-number': {
    what: 'Nobody picked up on this phone in the last notices.',
    todo: 'Ask the family whether the number is still theirs, and correct it in the student system where it is not.',
  },
  'unlisted-guardian': {
    what: 'The contacts say nothing about a guardian who has this phone, so for these children it rings in emergencies at most, and no other does.',
    todo: 'Find out whether a court order stands; then give the guardian a row in the contacts for each of these children.',
  },
};

/** Why no automated call did it, where the office should know before it picks up the phone. */
const DUTY_WHY: Readonly<Record<string, string>> = {
  'no-contact': 'A court order keeps one of the contacts from being told: look before you call.',
  'no-call': 'No contact of this pupil could be called at all.',
  'not-reached': 'The automated calls reached nobody.',
  expired: 'There was no time left for an automated call.',
};

const NO_FILE: TaskFile = { key: '', uploadedAt: '', why: [] };

/** What to type is whole, so that it can be copied. */
const FILE_WORDS: Readonly<Record<FileKind, (file: TaskFile, schoolId: string) => TaskWords>> = {
  'held-school': ({ key, day }, schoolId) => ({
    what: `So many of ${schoolId} are absent on ${day} that it may be a mistake: nobody of that school is called.`,
    todo: `Ask the school, today. Right: ringfence attendance approve --file ${key} --school ${schoolId} --by "<your name>". Wrong: send a corrected file.`,
  }),
  'held-export': ({ key }) => ({
    what: 'An export is held: what it forbids holds, what it permits waits, and calls go on with the contacts of the last one.',
    todo: `Look at reports/${key}.html. Right: ringfence roster approve --file ${key} --by "<your name>". Wrong: send a corrected export.`,
  }),
  'refused-export': ({ key }) => ({
    what: 'An export could not be taken: calls go on with the contacts of the last one, which grow old.',
    todo: `Look at reports/${key}.html, mend what it names, and drop the export again.`,
  }),
  'missing-half': ({ key }) => ({
    what: 'One of the two files of an export has come and the other has not: neither is taken.',
    todo: `Look at reports/${key}.html and at the job that sends the other file; both are taken as soon as it is there.`,
  }),
};

export function taskWords({ kind, duty, file, schoolId }: Pick<OfficeTask, 'kind' | 'duty' | 'file' | 'schoolId'>): TaskWords {
  if (isAboutFile(kind)) return FILE_WORDS[kind](file ?? NO_FILE, schoolId);
  if (kind !== 'duty') return WORDS[kind];
  const row = STATE_DEADLINES.find(({ state }) => state === duty?.state);
  const why = DUTY_WHY[duty?.rule ?? ''] ?? 'An automated call was not allowed.';
  return {
    what: `Absent without an excuse, and the family must be told. ${why}`,
    todo: `Telephone the family yourself, and note whom you reached. ${row?.words ?? ''}`.trim(),
  };
}

/** What closes a task by itself. */
export const CLOSES_WHEN: Readonly<Record<TaskKind, string>> = {
  'held-school': 'it is approved, or a later attendance file comes',
  'held-export': 'it is approved, or a later export is taken or held in its place',
  'refused-export': 'a later export is taken, or is held or refused in its place',
  'missing-half': 'the other file comes, or a later export does',
  duty: 'another phone of the pupil is reached in time, or the absence is excused',
  'not-my-number': 'the export no longer has the number, or it is verified',
  'wrong-number-said': 'the export no longer has the number, or it is verified',
  reassigned: 'the export no longer has the number',
  invalid: 'the export no longer has the number',
  'unreachable-pupil': 'the export has a further number, or somebody is reached',
  'unreachable-number': 'the export no longer has the number, or somebody is reached',
  'unlisted-guardian': 'the contacts have a row about the guardian, or the export no longer has the number',
};

export const CLOSED_WORDS: Readonly<Record<ClosedWhy, string>> = {
  done: 'done by a person',
  'number-gone': 'the export no longer has it',
  'new-number': 'the export has a further number',
  reached: 'reached meanwhile',
  verified: 'verified meanwhile',
  listed: 'the contacts have a row about the guardian',
  excused: 'the absence is excused by now',
  approved: 'a named person let it pass',
  taken: 'an export was taken since',
  superseded: 'a later file has come in its place',
  'day-over': 'the school day is over',
};
