import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import { type Hours, type Policy, policyName, type Rule } from './policy.ts';
import { SHARED_RULES } from './policy-rules.ts';
import { strictPolicy } from './policy-strict.ts';
import { usLawPolicy } from './policy-us-law.ts';
import type { Demand, StateOverlay } from './state-overlays.ts';

const BOTH: readonly Policy[] = [strictPolicy, usLawPolicy];

const NEEDS: Readonly<Record<Policy['needs'][Purpose], string>> = {
  none: 'nothing, unless the person refused it',
  'number-given': 'agreement on record; or none yet, and the number was given for school contact',
  explicit: 'agreement on record',
};

/** The policies as a district's counsel reads them: Markdown, made from the data the gate decides by, and from nothing else. */
export function policyDocument(): string {
  const sections = [
    INTRODUCTION,
    `## Which policies these are\n\n${list(BOTH.map((policy) => `\`${policyName(policy)}\`: ${PROFILE[policy.profile]}`))}`,
    `## What a call must rest on\n\n${grounds()}`,
    `## When a phone may ring\n\n${hours(strictPolicy)}`,
    `## How often\n\n${caps(strictPolicy)}`,
    `## What begins on a day\n\n${dated(strictPolicy)}`,
    `## What a district may change\n\n${bounds(strictPolicy)}`,
    `## The rules, in the order in which they speak\n\n${ORDER}\n\n${rules(SHARED_RULES)}`,
    ...BOTH.map((policy) => `### No agreement: under \`${policy.profile}\`\n\n${rules(missing(policy))}`),
    `## What states ask on top\n\n${STATES}\n\n${states(strictPolicy.overlays)}`,
    `## What is open, and where to change the answer\n\n${OPEN}\n\n${open(strictPolicy)}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

const INTRODUCTION = `# The policy: who may be called about what

This is what the gate decides by, written for a district's counsel. It is made from the program's own data, and a test fails
where it differs: \`ringfence policy show\` prints it. It is no legal advice; counsel signs before a district goes live.
The do-not-call policy that whoever asks is given (T-21) is another paper: docs/do-not-call-policy.md.

Ids such as T-05 or R-08 are those of the project's reference of the law. **POLICY** marks what no text demands and we do all
the same. Every decision keeps its rule, its citation and the name of the policy, whose last eight characters are a hash of
all that stands here: change a word, and the name changes.`;

const PROFILE: Readonly<Record<Policy['profile'], string>> = {
  strict: 'stricter than the law, and what a district has unless it asks for the other.',
  'us-law': 'what the law of the United States allows, and no more.',
};

const ORDER = `The first that speaks decides. What is not known refuses. In an emergency it does not, but for what stands before
\`notice.cancelled\` (a number that is wrong or must never be called, people who may not hear it), and where it cannot be read
until when the message is valid. A person who may not be told is left out and the others on the phone are told, except where a
rule says that the number is not called at all. Whoever is neither family, student nor staff needs an agreement of their own for
everything but emergencies.`;

const STATES = `They hold in the called party's state and in the district's, all of them at once; where a state is not known, those of
every state do. None of them holds in an emergency.`;

const OPEN = 'Built is the reading that calls less, unless this says otherwise.';

function grounds(): string {
  const rows = PURPOSES.map((purpose) => [purpose, ...BOTH.map(({ needs }) => NEEDS[needs[purpose]])]);
  const { purposes, calls, windowDays } = usLawPolicy.landlineExemption;
  return [
    grid(['Purpose', ...BOTH.map(({ profile }) => profile)], rows),
    `Survey and fundraising: the agreement is written and dated (T-11). A number given never counts for them (B-03).`,
    `Under \`us-law\` a residential landline may be called about ${named(purposes)} without agreement, ${calls} times in ${windowDays} days (T-05); ` +
      `under \`strict\` ${strictPolicy.landlineExemption.purposes.length === 0 ? 'never' : named(strictPolicy.landlineExemption.purposes)}. ` +
      `A line of unknown type counts as a mobile (T-02). A closure told to a landline without agreement counts as ${CLOSURE[strictPolicy.closureOnLandline]} (Q-03).`,
    `From 18 on the rights are the student's: a parent then gets no calls about ${named(strictPolicy.ordinary)} unless a reason is on record (F-08).`,
    `Where the district requires an answer of the Reassigned Numbers Database, agreement rests on an answer of: ${strictPolicy.reassignedSuffices.join(', ')} (N-02, N-04).`,
  ].join('\n\n');
}

const CLOSURE: Readonly<Record<Policy['closureOnLandline'], string>> = {
  emergency: 'an emergency',
  exempt: 'one of these calls',
};

function hours(policy: Policy): string {
  const rows = PURPOSES.map((purpose) => [
    purpose,
    hourWords(policy.hours[purpose]),
    policy.onHolidays.includes(purpose) ? 'yes' : 'no',
  ]);
  return `${grid(['Purpose', 'Local hours', 'On holidays'], rows)}\n\nIn every zone the number may lie in, and in the district's. Quiet hours of the district hold back all but emergencies.`;
}

function hourWords(hours: Hours): string {
  switch (hours.kind) {
    case 'any':
      return 'any';
    case 'district':
      return "the district's calling hours";
    case 'fixed':
      return `${hours.start} to ${hours.end}`;
    case 'within':
      return `the district's calling hours, within ${hours.start} to ${hours.end}`;
  }
}

function caps(policy: Policy): string {
  const rows = PURPOSES.map((purpose) => {
    const cap = policy.caps[purpose];
    if (cap === undefined) return [purpose, 'no limit', ''];
    const window = cap.window === 'local-day' ? 'on one date, local' : `in any ${cap.window.days} days`;
    return [purpose, `${cap.rings} rings of a number ${window}`, `\`${cap.rule}\``];
  });
  const { purposes, windowDays } = policy.courtesy;
  const courtesy = `Besides, a number gets as many notices about ${named(purposes)} in any ${windowDays} days as the district allows; a notice tried again is no further one (\`cap.weekly\`).`;
  return `Retries count.\n\n${grid(['Purpose', 'At most', 'Rule'], rows)}\n\n${courtesy}`;
}

function dated({ revokeAll: { id, from, words, citation, lookAgain } }: Policy): string {
  return grid(['Rule', 'From', 'In words', 'Where from', 'Look again on'], [[`\`${id}\``, from, words, citation, lookAgain]]);
}

function bounds({
  bounds: { callingHours, weeklyRoutineCalls, routineRetrySeconds, allowedCountries, explicitConsentFor },
  revokeAll,
}: Policy): string {
  const rows = [
    ['callingHours', `no earlier than ${callingHours.start}, no later than ${callingHours.end}`, callingHours.citation],
    ['weeklyRoutineCalls', `no more than ${weeklyRoutineCalls.most}`, weeklyRoutineCalls.citation],
    ['attempts.routine.retryAfterSeconds', `no fewer than ${routineRetrySeconds.least}`, routineRetrySeconds.citation],
    ['allowedCountries', `none but ${allowedCountries.among.join(', ')}`, allowedCountries.citation],
    ['explicitConsentFor', `any purpose but ${named(explicitConsentFor.never)}`, explicitConsentFor.citation],
    ['revokeAllFrom', `no later than ${revokeAll.from}`, revokeAll.citation],
    ['quietHours, holidays, blockedNumbers', 'any: they only add', 'POLICY'],
    ['reassignedNumbers', 'off or required', 'N-02, N-05'],
    ['callEmergencyOnlyContacts', 'yes or no, in emergencies alone', 'POLICY ROSTER §10'],
  ];
  return `A district may tighten its profile. What would loosen it is refused when the settings are read, and nothing is deployed.\n\n${grid(['Setting', 'How far', 'Where from'], rows)}`;
}

function missing(policy: Policy): Readonly<Record<string, Rule>> {
  return Object.fromEntries(Object.entries(policy.rules).filter(([id]) => !(id in SHARED_RULES)));
}

function rules(all: Readonly<Record<string, Rule>>): string {
  return grid(
    ['Rule', 'In words', 'Where from'],
    Object.entries(all).map(([id, { words, citation }]) => [`\`${id}\``, words, citation]),
  );
}

function states(overlays: readonly StateOverlay[]): string {
  return grid(
    ['Rule', 'Where', 'Purposes', 'Asks', 'How sure', 'In words', 'Where from'],
    overlays.map((overlay) => [
      `\`${overlay.id}\``,
      overlay.states === 'every' ? 'every state' : overlay.states.join(', '),
      named(overlay.purposes),
      demandWords(overlay.demand),
      sureness(overlay),
      overlay.words,
      overlay.citation,
    ]),
  );
}

function sureness(overlay: StateOverlay): string {
  return overlay.mark === 'open'
    ? `open: ${overlay.question} ${overlay.holds ? 'Held to' : 'Not held to'} until answered`
    : overlay.mark;
}

function demandWords(demand: Demand): string {
  switch (demand.kind) {
    case 'hours':
      return `${demand.start} to ${demand.end} only`;
    case 'never':
      return 'no call by a machine';
    case 'own-consent':
      return demand.of === 'everybody' ? 'agreement of everybody' : 'agreement of whoever is no family, student or staff';
    case 'no-exemption':
      return 'no call on the landline exemption alone';
    case 'cap':
      return `${demand.rings} rings in ${demand.hours} hours`;
  }
}

function open(policy: Policy): string {
  const rows = policy.open.map(({ id, question, answer, changeAt }) => [id, question, answer, changeAt]);
  return grid(['Id', 'Question', 'Our answer until counsel says', 'Change it at'], rows);
}

const named = (purposes: readonly Purpose[]): string => purposes.map((purpose) => `\`${purpose}\``).join(', ');
const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

function grid(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
