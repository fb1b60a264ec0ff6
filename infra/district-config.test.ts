import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { settingsSchema } from '../shared/district/settings.ts';
import { ConfigInvalid } from './config-problems.ts';
import { configJsonSchema, defaultName, readDistrictConfig, settingsOf } from './district-config.ts';
import { SAMPLE_DISTRICT } from './synthesize.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-config-'));

/** The smallest file that is valid. */
function minimal() {
  return {
    district: { name: 'Lincoln Schools', domain: 'lincoln.example.org', timezone: 'America/Chicago', state: 'NE' },
    schools: [{ id: 's1', name: 'Lincoln High' }],
    languages: { default: 'en', voices: { en: { voice: 'Joanna' } } },
    callBackNumber: '+14025550100',
    tollFreeNumber: '+18005550100',
    messages: { 'absence-today': { purpose: 'attendance', texts: { en: { text: 'Your child is absent.' } } } },
    deployment: { alarmEmail: 'it@lincoln.example.org' },
  };
}

function written(content: unknown): string {
  const file = join(folder, 'district.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** What the reader of the file is told when `change` has spoilt it. */
function problems(change: (file: ReturnType<typeof minimal> & Record<string, unknown>) => void): readonly string[] {
  const content = minimal();
  change(content);
  try {
    readDistrictConfig(written(content));
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.problems;
    throw error;
  }
  return [];
}

describe('a new deployment', () => {
  const config = readDistrictConfig(written(minimal()));

  test('is in rehearsal, and rings nobody until somebody is listed', () => {
    expect(config.mode).toBe('rehearsal');
    expect(config.rehearsalNumbers).toEqual([]);
  });

  test('has every default', () => {
    expect(config.deployment).toEqual({
      alarmEmail: 'it@lincoln.example.org',
      region: 'us-east-1',
      connect: { phoneNumber: { countryCode: 'US', type: 'DID' } },
      retentionYears: 7,
      exportsExpireDays: 7,
      pitrDays: 14,
      logDays: 90,
      provisionedAnswering: 0,
    });
    expect(defaultName(config)).toBe('ringfence-lincoln-example-org');
  });

  test('gives the functions the settings without the deployment', () => {
    expect(settingsOf(config)).not.toHaveProperty('deployment');
    expect(settingsSchema.safeParse(settingsOf(config)).success).toBe(true);
  });
});

const MISTAKES: readonly [what: string, change: Parameters<typeof problems>[0], sentence: string][] = [
  [
    'a misspelt field',
    (file) => Object.assign(file.deployment, { alarmMail: 'x' }),
    'deployment.alarmMail: expected no such field, found "alarmMail". Did you mean "alarmEmail"?',
  ],
  [
    'a misspelt field at the top',
    (file) => Object.assign(file, { tolFreeNumber: '+18005550100' }),
    'tolFreeNumber: expected no such field, found "tolFreeNumber". Did you mean "tollFreeNumber"?',
  ],
  [
    'a misspelt field of a school',
    (file) => Object.assign(file.schools[0] ?? {}, { firstbell: '08:00' }),
    'schools[0].firstbell: expected no such field, found "firstbell". Did you mean "firstBell"?',
  ],
  [
    'a field of nowhere',
    (file) => Object.assign(file.district, { superintendent: 'x' }),
    'district.superintendent: expected no such field, found "superintendent". Remove it; known here: name, domain, timezone, state.',
  ],
  [
    'a missing field',
    (file) => Reflect.deleteProperty(file.deployment, 'alarmEmail'),
    'deployment.alarmEmail: expected text, found nothing. Add it.',
  ],
  [
    'a number without country code',
    (file) => Object.assign(file, { callBackNumber: '402 555 0100' }),
    'callBackNumber: expected another form, found "402 555 0100". Write the number as +, country code and digits, e.g. +12025550123.',
  ],
  [
    'a value that is none of a few',
    (file) => Object.assign(file, { mode: 'test' }),
    'mode: expected one of "rehearsal", "live", found "test". Correct it.',
  ],
  [
    'a number that is too large',
    (file) => Object.assign(file.deployment, { pitrDays: 90 }),
    'deployment.pitrDays: expected a number of at most 35, found 90. Correct it.',
  ],
  [
    'text instead of a number',
    (file) => Object.assign(file.deployment, { retentionYears: '7' }),
    'deployment.retentionYears: expected a number, found "7". Correct it.',
  ],
  [
    'a recording that is no address',
    (file) => Object.assign(file.messages['absence-today'].texts, { vi: { recording: 'absence.mp3' } }),
    'messages.absence-today.texts.vi.recording: expected another form, found "absence.mp3". Write the S3 address of a .wav file.',
  ],
  [
    'a layout of contacts that nobody has signed',
    (file) =>
      Object.assign(file, {
        roster: {
          contacts: {
            layout: 'clever-students@1',
            flags: [{ column: 'Court', effect: 'restricted', when: ['Y'], otherwise: ['N'] }],
            signedOn: '2026-11-20',
          },
        },
      }),
    'roster.contacts.signedBy: found nothing. Write the name of the person who answers for what the flags mean.',
  ],
  [
    'a misspelt field of a layout of its own',
    (file) =>
      Object.assign(file, {
        roster: {
          contacts: {
            layout: { kind: 'long', name: 'a@1', columns: { studentId: 'S', fullname: 'N' }, phones: [{ column: 'P' }] },
            flags: [{ column: 'Court', effect: 'restricted', when: ['Y'], otherwise: ['N'] }],
            signedBy: 'Dana Ruiz',
            signedOn: '2026-11-20',
          },
        },
      }),
    'roster.contacts.layout.columns.fullname: expected no such field, found "fullname". Did you mean "fullName"?',
  ],
  [
    'a message without the default language',
    (file) => Object.assign(file.messages['absence-today'], { texts: { es: { text: 'Su hijo no vino.' } } }),
    'messages.absence-today.texts: expected a text in the default language "en", found es. Add "en".',
  ],
  [
    'a message about two things',
    (file) => Object.assign(file.messages['absence-today'].texts, { en: { text: 'Your child is absent. Buy a yearbook.' } }),
    'messages.absence-today.texts.en: The message is for attendance, and says something of fundraising ("buy"); the whole is held ' +
      'to its strictest part. Take that part out, or approve the message for fundraising.',
  ],
  [
    'a blank in a message',
    (file) => Object.assign(file.messages['absence-today'].texts, { es: { text: 'Su hijo [NOMBRE] no vino.' } }),
    'messages.absence-today.texts.es: The message has a blank that was not filled in; it would be spoken as it stands. ' +
      'Fill it in. Only {school} is filled by itself.',
  ],
  [
    'an emergency that our word lists keep back, and how to approve it all the same',
    (file) =>
      Object.assign(file.messages, {
        hall: { purpose: 'emergency', texts: { en: { text: 'Gas leak. Meet at [hall].' } } },
      }),
    'messages.hall.texts.en: The message has a blank that was not filled in; it would be spoken as it stands. Fill it in. Only ' +
      '{school} is filled by itself. Or, if it is about the emergency alone, say so under your name: messages.hall.wordsChecked: ' +
      '{"by":"YOUR NAME","words":["["]}',
  ],
  [
    'fundraising without a person who calls',
    (file) => Object.assign(file.messages, { band: { purpose: 'fundraising', texts: { en: { text: 'We sell cookies.' } } } }),
    'messages.band: A call for fundraising says by name who is calling (47 CFR 64.1200(d)(4)), and this message has no ' +
      'individualCaller. Add individualCaller to the approved message, e.g. "Dana Ruiz".',
  ],
  [
    'a number to ring back that costs',
    (file) => Object.assign(file, { callBackNumber: '+19005550100' }),
    'callBackNumber: expected a number that costs families nothing more than a call, found "+19005550100". ' +
      'Write one that is neither 900 nor 976 (47 CFR 64.1200(b)(2)).',
  ],
  [
    'an unknown message for absences',
    (file) => Object.assign(file, { attendanceMessage: 'absent' }),
    'attendanceMessage: expected the name of a message under "messages", found "absent". Add that message, or name one of: absence-today.',
  ],
  [
    'a school twice',
    (file) => file.schools.push({ id: 's1', name: 'Lincoln Middle' }),
    'schools[1].id: expected an id of its own, found "s1" a second time. Remove one.',
  ],
  [
    'a time zone that does not exist',
    (file) => Object.assign(file.district, { timezone: 'Central' }),
    'district.timezone: expected an IANA time zone, found "Central". Write for example "America/Chicago".',
  ],
  [
    'an instance in another region',
    (file) =>
      Object.assign(file.deployment, {
        connect: {
          existingInstanceArn: 'arn:aws:connect:us-west-2:123456789012:instance/0f000000-0000-4000-8000-000000000000',
        },
      }),
    'deployment.connect.existingInstanceArn: expected one in us-east-1, found ' +
      '"arn:aws:connect:us-west-2:123456789012:instance/0f000000-0000-4000-8000-000000000000". Correct it, or deployment.region and account.',
  ],
  [
    'a recording where Connect may not play it',
    (file) => {
      Object.assign(file.deployment, { recordingsBucket: 'lincoln-recordings' });
      Object.assign(file.messages['absence-today'].texts, { vi: { recording: 's3://elsewhere/absence.wav' } });
    },
    'messages.absence-today.texts.vi.recording: expected an address in s3://lincoln-recordings/, which Connect may play, found ' +
      '"s3://elsewhere/absence.wav". Correct it, or deployment.recordingsBucket.',
  ],
];

describe('a mistake is named with its field, what was expected, what was found, and what to do', () => {
  test.each(MISTAKES)('%s', (_what, change, sentence) => {
    expect(problems(change)).toEqual([sentence]);
  });

  test('all of them at once, under the name of the file', () => {
    const file = written({ ...minimal(), mode: 'test', profile: 'lax' });
    expect(() => readDistrictConfig(file)).toThrow(
      `${file} has 2 problems:\n  - mode: expected one of "rehearsal", "live", found "test". Correct it.\n  - profile: `,
    );
  });

  test('a file that is absent, or no JSON', () => {
    expect(() => readDistrictConfig(join(folder, 'absent.json'))).toThrow(
      /absent\.json has 1 problem:\n {2}- the file cannot be read/,
    );
    expect(() => readDistrictConfig(written('{ "district": '))).toThrow(/the file is not JSON/);
  });
});

test('the words of an emergency that somebody answers for are approved; of a closure, and of further words, nobody is heard', () => {
  const hall = (purpose: string, words: readonly string[]) =>
    problems((file) =>
      Object.assign(file.messages, {
        hall: {
          purpose,
          texts: { en: { text: 'Leave the festival. Meet at [hall].' } },
          wordsChecked: { by: 'Dana Ruiz', words },
        },
      }),
    );
  expect(hall('emergency', ['festival*', '['])).toEqual([]);
  expect(hall('emergency', ['['])).toEqual([expect.stringContaining('"words":["festival*","["]')]);
  expect(hall('closure', ['festival*', '['])).toHaveLength(2);
});

test('the sample district is valid', () => {
  expect(readDistrictConfig(SAMPLE_DISTRICT).district.name).toBe('Prairie Lake School District');
});

test('editors have the schema of today (`npx vitest run infra/district-config.test.ts -u` writes it)', async () => {
  await expect(configJsonSchema()).toMatchFileSnapshot('district-config.schema.json');
  expect(JSON.parse(readFileSync(SAMPLE_DISTRICT, 'utf8'))).toHaveProperty('$schema');
});
