import { z } from 'zod';
import { POLICIES } from '../consent/policies.ts';
import { looseningsOf } from '../consent/tightening.ts';
import { PURPOSES } from '../notices/purpose.ts';
import { SENTENCES_VERSION } from '../notices/spoken-sentences.ts';
import { contactsSettings, OWN_CONTACTS } from '../roster/layouts/sign-off.ts';
import { exportLimits } from './export-limits.ts';
import { silenceLimits } from './silence-limits.ts';

const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'write the number as +, country code and digits, e.g. +12025550123');
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write the time as HH:MM, 24 hours, e.g. 08:00');
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/, 'write the language as BCP 47, e.g. en, es, vi');

const recording = z.string().regex(/^s3:\/\/[^/]+\/.+\.wav$/i, 'write the S3 address of a .wav file');
const frame = z.strictObject({ before: recording, after: recording });

const wording = z.union([z.strictObject({ text: z.string().min(1).max(2_000) }), z.strictObject({ recording })]);

/** Own codes for absences and what they stand for; `""` is a blank code. */
const attendanceCodes = z.record(z.string(), z.enum(['unexcused', 'excused', 'present', 'tardy', 'early-departure']));
const calendarDay = z.iso.date('write the day as YYYY-MM-DD');

const school = z.strictObject({
  /** `sourcedId` of the school in the export (OneRoster orgs.csv). */
  id: z.string().min(1),
  /** As it is spoken in "This is an automated call from …". */
  name: z.string().min(1),
  /** The school's first bell, local time: clocks of attendance duties start there. */
  firstBell: clockTime.default('08:00'),
  /** Codes that mean something else at this school than in the district, or only here: they win for its students. */
  attendanceCodes: attendanceCodes.default({}),
  /** Days on which this school alone is closed: an attendance file calls nobody about its students. */
  closedDays: z.array(calendarDay).default([]),
});

const voice = z.strictObject({
  /** Amazon Polly voice, e.g. `Joanna`; absent where Connect has none (Vietnamese, Tagalog, Somali …). */
  voice: z.string().optional(),
  engine: z.enum(['standard', 'neural', 'generative']).default('neural'),
  /**
   * What is said before and after a recorded message in a language without a voice, recorded too: `ringfence policy print --frames`
   * has the words. Where there is none, the fall-back language is spoken around the message.
   */
  frames: z
    .strictObject({
      /** Version of the words that were read. */
      wording: z.enum([SENTENCES_VERSION]),
      emergency: frame.optional(),
      attendance: frame.optional(),
      other: frame.optional(),
    })
    .optional(),
});

const approvedMessage = z.strictObject({
  purpose: z.enum(PURPOSES),
  /** Per language; `{school}` stands for the name of the school a notice is for. */
  texts: z.record(language, wording),
  /** The words say where students are; who may not know that is not called with them (C-02). */
  saysWhere: z.boolean().default(false),
  /** Who speaks, by name ("Dana Ruiz"): needed where a call sells, or rests on no consent (47 CFR 64.1200(d)(4)). */
  individualCaller: z.string().min(1).max(64).optional(),
  /** Who answers for it that these words of our lists are about the emergency alone (docs/messages.md); heard of an emergency alone. */
  wordsChecked: z.strictObject({ by: z.string().min(1).max(64), words: z.array(z.string().min(1).max(64)).min(1) }).optional(),
});

/** How often and how far apart a number is tried. */
const persistence = z.strictObject({
  maxAttempts: z.int().min(1).max(6),
  retryAfterSeconds: z.int().min(30).max(86_400),
});

/** What the functions read of a district's settings file; `infra/district-config.ts` adds what only a deployment needs. */
const settingsFields = z.strictObject({
  district: z.strictObject({
    /** As it is spoken: the opt-out binds the whole district, so every call names it ((d)(5), Q-02). */
    name: z.string().min(1),
    /** DNS name; origin of the audit log. */
    domain: z.string().regex(/^[a-z0-9.-]+\.[a-z]{2,}$/),
    timezone: z.string().min(1),
    /** Two-letter state, for overlays of state law. */
    state: z.string().regex(/^[A-Z]{2}$/),
  }),
  schools: z.array(school).min(1),
  languages: z.strictObject({
    default: language,
    voices: z.record(language, voice),
  }),
  /** Spoken in every call; not the dialing number, staffed, not premium (47 CFR 64.1200(b)(2)). */
  callBackNumber: e164,
  /** Leads straight to the opt-out; left on machines (64.1200(b)(3)). */
  tollFreeNumber: e164,
  /** `rehearsal`: only `rehearsalNumbers` ring. */
  mode: z.enum(['rehearsal', 'live']).default('rehearsal'),
  rehearsalNumbers: z.array(e164).default([]),
  /** Which set of rules the gate holds to; `strict` is stricter than the law. */
  profile: z.enum(['strict', 'us-law']).default('strict'),
  /** Local hours in which calls that are no emergencies may be placed. */
  callingHours: z.strictObject({ start: clockTime, end: clockTime }).default({ start: '08:00', end: '21:00' }),
  /** Further local hours without calls but emergencies, e.g. a quiet time of day. */
  quietHours: z.array(z.strictObject({ start: clockTime, end: clockTime })).default([]),
  /** Days without calls but emergencies and closures. */
  holidays: z.array(calendarDay).default([]),
  /** Saturdays and Sundays on which school is held; on all others an attendance file calls nobody. */
  weekendSchoolDays: z.array(calendarDay).default([]),
  /** Calls about events, surveys and fundraising that one number may get in seven days. */
  weeklyRoutineCalls: z.int().min(0).max(20).default(1),
  /** A phone, or a pupil, whom nobody was reached for in so many notices, one after the other, is work for the office. */
  unreachableAfterNotices: z.int().min(2).max(12).default(3),
  /** `required`: a call that rests on consent needs a fresh "no" of the Reassigned Numbers Database (64.1200(m)). */
  reassignedNumbers: z.enum(['off', 'required']).default('off'),
  /** Purposes held to explicit consent, beyond what the profile asks. */
  explicitConsentFor: z.array(z.enum(PURPOSES)).default([]),
  revokeAllFrom: calendarDay
    .default(POLICIES.strict.revokeAll.from)
    .describe(
      'From this day a stop of one kind of call stops all but emergencies. Default: the day on which the law makes it so ' +
        '(R-06, 47 CFR 64.1200(a)(10), DA 26-12), which may still move; a district may choose an earlier one, never a later.',
    ),
  /** Consent forms of the district's own, by version: a grant names what was agreed to (docs/forms). */
  consentWordings: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(64),
        language,
        /** Of the words as they were signed. */
        sha256: z.string().regex(/^[0-9a-f]{64}$/, 'write the SHA-256 of the form as 64 hex digits (sha256sum <file>)'),
        /** First day of use. */
        from: z.iso.date('write the day as YYYY-MM-DD'),
      }),
    )
    .default([]),
  /** Never called, whoever gives the number: emergency lines, hospitals, patients' rooms (64.1200(a)(1)(i)-(ii)). */
  blockedNumbers: z.array(e164).default([]),
  /** ISO 3166-1 alpha-2; +1 is not one country (P9). */
  allowedCountries: z.array(z.string().regex(/^[A-Z]{2}$/)).default(['US']),
  /** Emergency-only contacts are called in emergencies (ROSTER §10: the district opts in). */
  callEmergencyOnlyContacts: z.boolean().default(false),
  /** How the district's exports are read. */
  roster: z
    .strictObject({
      /** In which layout the contacts come, and what its flags mean (docs/files.md). */
      contacts: contactsSettings.prefault(OWN_CONTACTS),
      settleMinutes: z
        .int()
        .min(0)
        .max(60)
        .default(15)
        .describe(
          'Files of one drop uploaded further apart than this may be of two nights: so long is waited for the other one, then both ' +
            'are taken as they are. Default 15: the jobs of one night rarely end further apart.',
        ),
    })
    .prefault({}),
  /** The district's own absence codes; a code that is not here calls nobody. */
  attendanceCodes: attendanceCodes.default({}),
  /** In so many unexcused periods of a day a student is absent; a row without a period is the whole day. */
  unexcusedPeriods: z
    .int()
    .min(1)
    .max(12)
    .default(1)
    .describe('Default 1: a child who is missing from one lesson may be missing, and a parent wants to know before the next.'),
  /** Above these, nobody of the school is called until a named person has looked (`ringfence attendance approve`). */
  massAbsence: z
    .strictObject({
      sharePercent: z
        .int()
        .min(1)
        .max(100)
        .default(20)
        .describe(
          'More than this share of a school’s students newly absent without excuse. Default 20: some 7 % are absent on a ' +
            'common day, excused ones included; a fifth at once is far more often a list that was not taken than an epidemic.',
        ),
      students: z
        .int()
        .min(1)
        .max(1_000)
        .default(20)
        .describe('And at least so many of them. Default 20: in a school of sixty, a flu alone makes a fifth.'),
      classStudents: z
        .int()
        .min(2)
        .max(200)
        .default(12)
        .describe(
          'So many of one class, and nobody of it in the file who is not absent. Default 12: half a common class, which is ' +
            'how a class looks whose teacher never took the list.',
        ),
    })
    .prefault({}),
  exportLimits,
  silenceLimits,
  /** Name of the approved message for absences. */
  attendanceMessage: z.string().default('absence-today'),
  messages: z.record(z.string().regex(/^[a-z0-9-]{1,64}$/), approvedMessage),
  attempts: z
    .strictObject({ urgent: persistence, routine: persistence })
    // Routine spacing: 47 CFR 68.318 taken as policy, at least an hour. Urgent: two retries are the knee of the published curves.
    .default({ urgent: { maxAttempts: 3, retryAfterSeconds: 180 }, routine: { maxAttempts: 2, retryAfterSeconds: 3_600 } }),
  /** Minutes after which an unfinished notice rings nobody new. */
  expiryMinutes: z.strictObject({ urgent: z.int().min(5), routine: z.int().min(5) }).default({ urgent: 120, routine: 360 }),
  connect: z
    .strictObject({
      /** Quota "Rate of StartOutboundVoiceContact"; AWS gives a new account 2. */
      callsPerSecond: z.int().min(1).max(500).default(2),
      /** Quota "Concurrent active calls per instance"; AWS gives a new account 10. */
      concurrentCalls: z.int().min(2).max(50_000).default(10),
      /** Most of both that routine calls may take, per cent; the rest is kept free for an emergency (P8). */
      routineShare: z.int().min(1).max(90).default(50),
      ringSeconds: z.int().min(15).max(60).default(45),
    })
    .prefault({}),
});

/** The same, held to what a district may decide: it may tighten its profile, never loosen it. */
export const settingsSchema = settingsFields.superRefine((settings, context) => {
  for (const { path, message } of looseningsOf(settings)) context.addIssue({ code: 'custom', path: [...path], message });
});

/** A district's settings, validated; read once per environment. */
export type DistrictSettings = z.infer<typeof settingsSchema>;
