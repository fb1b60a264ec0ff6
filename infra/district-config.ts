import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type DistrictSettings, settingsSchema } from '../shared/district/settings.ts';
import { ConfigInvalid, problemsOf } from './config-problems.ts';

/** What Connect needs before it can place a call. Its quotas stand in the settings: the functions pace by them. */
const connect = z.strictObject({
  /**
   * A Connect instance the district already has. Without it one is made, and kept when the stack goes: AWS limits how many
   * instances an account may create in 30 days.
   */
  existingInstanceArn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:connect:[a-z0-9-]+:\d{12}:instance\/[0-9a-f-]{36}$/,
      'write the ARN of the instance, e.g. arn:aws:connect:us-east-1:123456789012:instance/… (Connect console, "Instance ARN")',
    )
    .optional(),
  /** Name of a new instance, unique in all of AWS. Default: `ringfence-` and the domain. */
  instanceAlias: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,43}[a-z0-9]$/, 'write 2 to 45 lower-case letters, digits and hyphens')
    .optional(),
  phoneNumber: z
    .strictObject({
      /** A number already in the instance, claimed or ported. Without it one is claimed, and kept when the stack goes. */
      existingArn: z
        .string()
        .regex(/^arn:aws[a-z-]*:connect:[a-z0-9-]+:\d{12}:phone-number\/.+$/, 'write the ARN of the phone number')
        .optional(),
      countryCode: z.enum(['US', 'CA']).default('US'),
      /** A local number, because calls from toll-free numbers are more often taken for advertising. */
      type: z.enum(['DID', 'TOLL_FREE']).default('DID'),
    })
    .prefault({}),
  /** Shown on telephones that show names. Default: the district's name; the network shows 15 characters of it. */
  callerName: z.string().min(1).max(255).optional(),
});

/** What only a deployment needs; the functions never see it. */
const deployment = z.strictObject({
  /** Guards against deploying to the wrong account. Absent: whichever account the credentials belong to. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'write the account as 12 digits')
    .optional(),
  /** Where Connect may place calls to US numbers without asking first (AWS-service-limits, outbound countries). */
  region: z.enum(['us-east-1', 'us-west-2']).default('us-east-1'),
  /** Default: `ringfence-` and the domain, dots as hyphens. */
  stackName: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, 'write letters, digits and hyphens, a letter first')
    .optional(),
  /** Who hears of a dead letter, a waiting emergency, a Connect that refuses. A group, not one person's mailbox. */
  alarmEmail: z.email('write an e-mail address somebody reads, e.g. it-oncall@lincoln.example.org'),
  connect: connect.prefault({}),
  /** How long nobody can delete an audit record. Seven school years: longer than any limitation period of the TCPA (4 years) and of state law we know of. */
  retentionYears: z.int().min(1).max(99).default(7),
  /** Exports lie in the intake bucket in the clear, so they go soon: a week is long enough to ask about Friday's file after a holiday. */
  exportsExpireDays: z.int().min(1).max(90).default(7),
  /** How far back tables can be restored, hence also how long an erased person stays in backups. Two weeks outlast a winter break. */
  pitrDays: z.int().min(1).max(35).default(14),
  /** Function logs hold ids only; 90 days cover a complaint that comes late. Values CloudWatch knows. */
  logDays: z.literal([30, 60, 90, 120, 180, 365]).default(90),
  /**
   * Copies of answer-call kept warm, so that a first call of the morning speaks as soon as the tenth. None at first: each
   * costs money all day and night, and a cold start still answers within Connect's limit of 8 s.
   */
  provisionedAnswering: z.int().min(0).max(100).default(0),
});

/** One district, one file: what the functions read, and what a deployment needs. */
export const districtConfigSchema = settingsSchema.extend({
  /** For the editor: `"$schema": "…/infra/district-config.schema.json"` gives completion and hints. */
  $schema: z.string().optional(),
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
  const problems = [...schoolsTwice(parsed.data), ...textsMissing(parsed.data), ...zoneUnknown(parsed.data)];
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

function zoneUnknown({ district }: DistrictConfig): string[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone: district.timezone });
    return [];
  } catch {
    return [`district.timezone: expected an IANA time zone, found "${district.timezone}". Write for example "America/Chicago".`];
  }
}
