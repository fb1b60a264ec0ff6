import { z } from 'zod';
import { ConfigInvalid } from '../infra/config-problems.ts';
import { type DistrictConfig, readDistrictConfig } from '../infra/district-config.ts';
import { doNotCallPolicy } from '../shared/consent/do-not-call-policy.ts';
import { POLICIES } from '../shared/consent/policies.ts';
import { type Hours, type Policy, policyName } from '../shared/consent/policy.ts';
import { frameScripts } from '../shared/notices/frame-script.ts';
import { heardIn } from '../shared/notices/heard-in.ts';
import { CEILING_S, needsIndividualCaller, passSeconds, TARGET_S } from '../shared/notices/message-problems.ts';
import type { Message } from '../shared/notices/notice.ts';
import { PURPOSES } from '../shared/notices/purpose.ts';
import { SENTENCES_VERSION } from '../shared/notices/spoken-sentences.ts';
import { type Command, CommandRefused, type Ports } from './command.ts';
import type { Terminal } from './machine/terminal.ts';
import { heardWords } from './notice-follow.ts';

const args = z.object({
  settings: z.string().min(1, 'name the settings file of the district'),
  profile: z.enum(['strict', 'us-law'], 'write strict or us-law').optional(),
  dnc: z.boolean().optional(),
  line: z.boolean().optional(),
  frames: z.string().min(2).optional(),
});

const NEEDS: Readonly<Record<Policy['needs'][keyof Policy['needs']], string>> = {
  none: 'needs no agreement; stops when somebody asks',
  'number-given': 'the number was given for school contact, or agreement',
  explicit: 'agreement on record',
};

/** `+12174480100` → `217-448-0100`: as people dial it. */
function asDialed(e164: string): string {
  const nanp = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164);
  return nanp === null ? e164 : nanp.slice(1).join('-');
}

function hoursOf(hours: Hours, { start, end }: DistrictConfig['callingHours']): string {
  switch (hours.kind) {
    case 'any':
      return 'at any hour';
    case 'district':
      return `${start} to ${end}`;
    case 'fixed':
      return `${hours.start} to ${hours.end}`;
    case 'within':
      return `${start > hours.start ? start : hours.start} to ${end < hours.end ? end : hours.end}`;
  }
}

/** What calls of each purpose rest on in this district, and when they may ring. */
function purposesOf(config: DistrictConfig, policy: Policy) {
  return PURPOSES.map((purpose) => {
    const need = config.explicitConsentFor.includes(purpose) ? 'explicit' : policy.needs[purpose];
    return { purpose, need: NEEDS[need], hours: hoursOf(policy.hours[purpose], config.callingHours) };
  });
}

/** How long one whole pass of each approved message takes, by estimate: the measured clip decides. */
function lengthsOf(config: DistrictConfig) {
  return Object.entries(config.messages).flatMap(([name, { purpose, texts, individualCaller }]) => {
    const spoken = needsIndividualCaller(purpose, config) ? individualCaller : undefined;
    // The schema leaves the absent half of a wording out; `Message` names it undefined.
    return passSeconds(texts as Message, purpose, config, spoken).map((pass) => ({ name, purpose, ...pass }));
  });
}

function heardOf(config: DistrictConfig) {
  return Object.entries(config.messages).map(
    ([name, { purpose, texts }]) => [name, heardIn(texts as Message, purpose, config)] as const,
  );
}

function sayPolicy(config: DistrictConfig, policy: Policy, terminal: Terminal): void {
  const [purposes, lengths] = [purposesOf(config, policy), lengthsOf(config)];
  const { quietHours, holidays, weeklyRoutineCalls, reassignedNumbers, blockedNumbers } = config;
  terminal.heading(`${config.district.name}: ${policyName(policy)}`);
  for (const { purpose, need, hours } of purposes) terminal.line(`  ${purpose}: ${need}; ${hours}`);
  terminal.heading('Of the district’s own');
  terminal.line(`  quiet: ${quietHours.map(({ start, end }) => `${start} to ${end}`).join(', ') || 'no further hours'}`);
  terminal.line(`  no calls but emergencies and closures on: ${holidays.join(', ') || 'no days'}`);
  terminal.line(`  calls about events, surveys and fundraising: ${weeklyRoutineCalls} a number in seven days`);
  terminal.line(
    `  Reassigned Numbers Database: ${reassignedNumbers === 'required' ? 'a fresh answer is required' : 'not required'}`,
  );
  terminal.line(`  never called: ${blockedNumbers.length} numbers; mode ${config.mode}`);
  terminal.heading(`Approved messages, seconds of one whole pass (best ${TARGET_S}, at most ${CEILING_S})`);
  for (const { name, purpose, language, seconds } of lengths) terminal.line(`  ${name} (${purpose}, ${language}): ${seconds}`);
  terminal.heading('Approved messages, as families of each language hear them');
  for (const [name, heard] of heardOf(config)) terminal.line(`  ${name}: ${heardWords(heard)}`);
  terminal.soft('ringfence policy show prints every rule with its citation; --dnc the do-not-call policy to hand out');
  terminal.result({ policy: policyName(policy), purposes, messages: lengths, heard: Object.fromEntries(heardOf(config)) });
}

function sayFrames(language: string, config: DistrictConfig, terminal: Terminal): void {
  const scripts = frameScripts(language, config);
  if (scripts === undefined)
    throw new CommandRefused(
      `there are no words in ${language} to read out`,
      'families hear the default language around a recording',
    );
  terminal.heading(
    `To be read out in ${language}, version ${SENTENCES_VERSION}: languages.voices.${language}.frames in the settings`,
  );
  for (const { kind, before, after } of scripts) {
    terminal.line(`  ${kind}, before: ${before}`);
    terminal.line(`  ${kind}, after: ${after}`);
  }
  terminal.soft('Without a pause in "before": the offer of key 9 is over two seconds after the name (47 CFR 64.1200(b)(3)).');
  terminal.result({ language, wording: SENTENCES_VERSION, scripts });
}

function settingsIn(file: string): DistrictConfig {
  try {
    return readDistrictConfig(file);
  } catch (error) {
    if (error instanceof ConfigInvalid) throw new CommandRefused(error.message, 'correct the file; each line says how');
    throw error;
  }
}

/** 47 CFR 64.1200(b)(2): the number that is spoken is not the one that dials. */
async function checkLine({ callBackNumber }: DistrictConfig, { terminal, district }: Ports): Promise<void> {
  const { PhoneNumber: dialing = '' } = (await district()).outputs;
  if (!dialing.startsWith('+'))
    throw new CommandRefused(
      'the stack names its number by ARN, so it cannot be compared',
      `look it up in the Connect console; it must not be ${callBackNumber}`,
    );
  if (dialing === callBackNumber)
    throw new CommandRefused(
      'callBackNumber is the number that dials; every call must give another one (47 CFR 64.1200(b)(2))',
      'write the number of the office into the settings, and deploy again',
    );
  terminal.good('the number to ring back is not the one that dials');
}

export const policyPrint: Command = {
  name: 'policy print',
  summary: 'What one district’s calls are held to, from its settings; or its do-not-call policy, for whoever asks for it.',
  examples: [
    'ringfence policy print --settings my-district.json',
    'ringfence policy print --settings my-district.json --dnc > do-not-call-policy.md',
    'ringfence policy print --settings my-district.json --frames vi',
    'ringfence policy print --settings my-district.json --line',
  ],
  options: [
    { flags: '--settings <file>', description: 'the settings file of the district', required: true },
    { flags: '--profile <profile>', description: 'as if the district had this profile: strict or us-law' },
    { flags: '--dnc', description: 'the written do-not-call policy (47 CFR 64.1200(d)(1)), as Markdown' },
    { flags: '--frames <language>', description: 'what to read out and record, to be played around recorded messages, e.g. vi' },
    { flags: '--line', description: 'also look whether the number to ring back is another one than the stack dials from' },
  ],
  async run(given, ports) {
    const asked = args.parse(given);
    const file = settingsIn(asked.settings);
    const config = asked.profile === undefined ? file : { ...file, profile: asked.profile };
    const policy = POLICIES[config.profile];
    const { terminal } = ports;
    if (asked.frames !== undefined) sayFrames(asked.frames, config, terminal);
    else if (asked.dnc === true) {
      const [callBackNumber, tollFreeNumber] = [asDialed(config.callBackNumber), asDialed(config.tollFreeNumber)];
      const rules = policyName(policy);
      const holder = {
        district: config.district.name,
        callBackNumber,
        tollFreeNumber,
        rules,
        revokeAllFrom: config.revokeAllFrom,
      };
      const text = doNotCallPolicy(holder, policy);
      terminal.line(text.trimEnd());
      terminal.result({ policy: policyName(policy), text });
    } else sayPolicy(config, policy, terminal);
    if (asked.line === true) await checkLine(config, ports);
    return 0;
  },
};
