import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type DistrictSettings, settingsSchema } from '../shared/district/settings.ts';
import { wordsToAnswerFor } from '../shared/notices/lint.ts';
import { isPremium, messageProblems } from '../shared/notices/message-problems.ts';
import type { Message } from '../shared/notices/notice.ts';
import { ConfigInvalid, problemsOf } from './config-problems.ts';

/** What Connect needs before it can place a call. Its quotas stand in the settings: the functions pace by them. */
const connect = z.strictObject({
  existingInstanceArn: z
    .string()
    .regex(
      /^arn:aws:connect:[a-z0-9-]+:\d{12}:instance\/[0-9a-f-]{36}$/,
      'write the ARN of the instance, e.g. arn:aws:connect:us-east-1:123456789012:instance/…; the Connect console shows it',
    )
    .optional()
    .describe(
      'A Connect instance the district already has. Without it one is made, and kept when the stack goes: AWS limits how many ' +
        'instances an account may create in 30 days.',
    ),
  instanceAlias: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,43}[a-z0-9]$/, 'write 2 to 45 lower-case letters, digits and hyphens')
    .optional()
    .describe('Name of a new instance, unique in all of AWS. Default: "ringfence-" and the domain.'),
  phoneNumber: z
    .strictObject({
      existingArn: z
        .string()
        .regex(/^arn:aws:connect:[a-z0-9-]+:\d{12}:phone-number\/.+$/, 'write the ARN of the phone number')
        .optional()
        .describe(
          'A number already in the instance, claimed or ported. Without it one is claimed, and kept when the stack goes.',
        ),
      countryCode: z
        .enum(['US', 'CA'])
        .default('US')
        .describe('Where the number is from. Default US: families answer numbers from home.'),
      type: z
        .enum(['DID', 'TOLL_FREE'])
        .default('DID')
        .describe('Default DID, a local number: calls from toll-free numbers are more often taken for advertising.'),
    })
    .prefault({}),
  callerName: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe("Shown on telephones that show names; networks show 15 characters of it. Default: the district's name."),
});

/** What only a deployment needs; the functions never see it. Each default stands with its reason, which editors show too. */
const deployment = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/, 'write the account as 12 digits')
    .optional()
    .describe('Guards against deploying to the wrong account. Default: whichever account the credentials belong to.'),
  region: z
    .enum(['us-east-1', 'us-west-2'])
    .default('us-east-1')
    .describe(
      'The regions from which Connect may call US numbers in campaigns too, should the district grow into them. Default us-east-1.',
    ),
  stackName: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'write letters, digits and hyphens, a letter first')
    .optional()
    .describe(
      'Name of the CloudFormation stack. Default: "ringfence-" and the domain, so that two districts can share an account.',
    ),
  alarmEmail: z
    .email('write an e-mail address somebody reads, e.g. it-oncall@lincoln.example.org')
    .describe('Who hears of a dead letter, a waiting emergency, a Connect that refuses. A group rather than one person.'),
  connect: connect.prefault({}),
  recordingsBucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, 'write a bucket name: 3 to 63 lower-case letters, digits and hyphens')
    .optional()
    .describe(
      'Name of the bucket for recordings, unique in all of AWS, so that messages can name it. Default: a name AWS makes up.',
    ),
  retentionYears: z
    .int()
    .min(1)
    .max(99)
    .default(7)
    .describe(
      'For so long nobody at all can delete an audit record. Default 7: longer than the four years in which a claim under the ' +
        'TCPA can be brought (28 U.S.C. 1658), with room for a minor’s and for appeals.',
    ),
  exportsExpireDays: z
    .int()
    .min(1)
    .max(90)
    .default(7)
    .describe(
      'Exports lie in the intake bucket readable, so they go soon. Default 7: one can still ask about Friday’s after a long weekend.',
    ),
  pitrDays: z
    .int()
    .min(1)
    .max(35)
    .default(14)
    .describe(
      'How far back the tables can be restored, and so how long an erased person stays in backups. Default 14: outlasts a winter break.',
    ),
  logDays: z
    .literal([30, 60, 90, 120, 180, 365])
    .default(90)
    .describe('How long function logs are kept; they hold ids only. Default 90: a complaint may come a term later.'),
  provisionedAnswering: z
    .int()
    .min(0)
    .max(100)
    .default(0)
    .describe(
      'Copies of answer-call kept warm day and night, so that the first call of a morning speaks as soon as the tenth. ' +
        'Default 0: each costs money all the time, and a cold one still answers well within the 8 s Connect waits.',
    ),
});

/** One district, one file: what the functions read, and what a deployment needs. */
export const districtConfigSchema = settingsSchema.extend({
  $schema: z.string().optional().describe('Path of infra/district-config.schema.json: completion and hints in the editor.'),
  deployment,
});

export type DistrictConfig = z.infer<typeof districtConfigSchema>;

/** The part of the file that is put beside each function's bundle. */
export function settingsOf(config: DistrictConfig): DistrictSettings {
  const { deployment: _deployment, $schema: _schema, ...settings } = config;
  return settings;
}

/** `ringfence-lincoln-example-org`: what the stack and a new Connect instance are called unless the file says otherwise. */
export function defaultName(config: DistrictConfig): string {
  return `ringfence-${config.district.domain.replaceAll('.', '-')}`;
}

/**
 * Reads and validates a district's file.
 * @throws ConfigInvalid with every problem at once: field, what was expected, what was found, what to do.
 */
export function readDistrictConfig(file: string): DistrictConfig {
  const found = parseJson(file);
  const parsed = districtConfigSchema.safeParse(found);
  if (!parsed.success) throw new ConfigInvalid(file, problemsOf(parsed.error, found, districtConfigSchema));
  const problems = [
    ...schoolsTwice(parsed.data),
    ...textsMissing(parsed.data),
    ...wordsUnfit(parsed.data),
    ...callBackCosts(parsed.data),
    ...zoneUnknown(parsed.data),
    ...elsewhere(parsed.data),
  ];
  if (problems.length > 0) throw new ConfigInvalid(file, problems);
  return parsed.data;
}

function parseJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigInvalid(file, [`the file cannot be read (${error instanceof Error ? error.message : 'unknown reason'}).`]);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigInvalid(file, [`the file is not JSON (${error instanceof Error ? error.message : 'unknown reason'}).`]);
  }
}

function schoolsTwice({ schools }: DistrictConfig): string[] {
  const ids = schools.map((school) => school.id);
  return ids.flatMap((id, at) =>
    ids.indexOf(id) === at ? [] : [`schools[${at}].id: expected an id of its own, found "${id}" a second time. Remove one.`],
  );
}

/** Every approved message can be said in the default language: it is the fall-back for families whose language has no text. */
function textsMissing({ messages, languages, attendanceMessage }: DistrictConfig): string[] {
  const absent = Object.entries(messages).flatMap(([name, { texts }]) =>
    languages.default in texts
      ? []
      : [
          `messages.${name}.texts: expected a text in the default language "${languages.default}", ` +
            `found ${Object.keys(texts).join(', ') || 'none'}. Add "${languages.default}".`,
        ],
  );
  if (attendanceMessage in messages) return absent;
  return [
    ...absent,
    `attendanceMessage: expected the name of a message under "messages", found "${attendanceMessage}". ` +
      `Add that message, or name one of: ${Object.keys(messages).join(', ') || '(there are none)'}.`,
  ];
}

/** One message, one purpose; no blank, no child's name, who calls where the law asks for it, and under a minute (B-04, (d)(4)). */
function wordsUnfit(config: DistrictConfig): string[] {
  return Object.entries(config.messages).flatMap(([name, { purpose, texts, individualCaller, wordsChecked }]) => {
    const beside = { individualCaller, answeredFor: wordsChecked?.words };
    // The schema leaves the absent half of a wording out; `Message` names it undefined.
    return messageProblems(texts as Message, purpose, config, beside).map(({ language, problem, suggestion, word }) => {
      const field = language === undefined ? `messages.${name}` : `messages.${name}.texts.${language}`;
      const past = purpose === 'emergency' && word !== undefined ? ` ${wayPast(name, texts as Message)}` : '';
      return `${field}: ${problem} ${suggestion}${past}`;
    });
  });
}

function wayPast(name: string, texts: Message): string {
  const stated = JSON.stringify({ by: 'YOUR NAME', words: wordsToAnswerFor(texts) });
  return `Or, if it is about the emergency alone, say so under your name: messages.${name}.wordsChecked: ${stated}`;
}

function callBackCosts({ callBackNumber }: DistrictConfig): string[] {
  if (!isPremium(callBackNumber)) return [];
  return [
    `callBackNumber: expected a number that costs families nothing more than a call, found "${callBackNumber}". ` +
      'Write one that is neither 900 nor 976 (47 CFR 64.1200(b)(2)).',
  ];
}

function zoneUnknown({ district }: DistrictConfig): string[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone: district.timezone });
    return [];
  } catch {
    return [`district.timezone: expected an IANA time zone, found "${district.timezone}". Write for example "America/Chicago".`];
  }
}

/** What the file names by address lies where the stack is going to look for it. */
function elsewhere({
  deployment: { region, account, connect, recordingsBucket },
  messages,
  languages,
}: DistrictConfig): string[] {
  const arns = { existingInstanceArn: connect.existingInstanceArn, 'phoneNumber.existingArn': connect.phoneNumber.existingArn };
  const foreign = Object.entries(arns).flatMap(([field, arn]) => {
    const [, , , itsRegion = region, itsAccount = account] = arn?.split(':') ?? [];
    if (itsRegion === region && (account === undefined || itsAccount === account)) return [];
    const expected = `one in ${region}${account === undefined ? '' : `, account ${account}`}`;
    return [`deployment.connect.${field}: expected ${expected}, found "${arn}". Correct it, or deployment.region and account.`];
  });
  if (recordingsBucket === undefined) return foreign;
  const unplayable = recordingsOf({ messages, languages })
    .filter(([, address]) => !address.startsWith(`s3://${recordingsBucket}/`))
    .map(
      ([field, address]) =>
        `${field}: expected an address in s3://${recordingsBucket}/, which Connect may play, ` +
        `found "${address}". Correct it, or deployment.recordingsBucket.`,
    );
  return [...foreign, ...unplayable];
}

/** Every recording that is named, with its field. */
function recordingsOf({ messages, languages }: Pick<DistrictConfig, 'messages' | 'languages'>) {
  const ofMessages = Object.entries(messages).flatMap(([name, { texts }]) =>
    Object.entries(texts).flatMap(([language, wording]) =>
      'recording' in wording ? [[`messages.${name}.texts.${language}.recording`, wording.recording] as const] : [],
    ),
  );
  const ofFrames = Object.entries(languages.voices).flatMap(([language, { frames }]) =>
    (['emergency', 'attendance', 'other'] as const).flatMap((kind) =>
      Object.entries(frames?.[kind] ?? {}).map(
        ([part, address]) => [`languages.voices.${language}.frames.${kind}.${part}`, address] as const,
      ),
    ),
  );
  return [...ofMessages, ...ofFrames];
}

/** The JSON Schema of the file, for editors: what stands in `district-config.schema.json`. */
export function configJsonSchema(): string {
  const schema = z.toJSONSchema(districtConfigSchema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ title: 'Ringfence: settings of a district', ...schema }, null, 2)}\n`;
}
