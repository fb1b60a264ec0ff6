import { z } from 'zod';
import { callIdOf } from '../shared/calls/call-id.ts';
import { isFinal } from '../shared/calls/transitions.ts';
import { isRestrictedFor } from '../shared/consent/restrictions.ts';
import { disclosedTo } from '../shared/subject/disclosure.ts';
import { type Erasure, erasureOf } from '../shared/subject/erasure.ts';
import { type ErasureTerms, goneFromBackupsOn, termsOf } from '../shared/subject/erasure-terms.ts';
import { openOf } from '../shared/subject/inspection.ts';
import type { SubjectItems } from '../shared/subject/subject-store.ts';
import type { Trace } from '../shared/subject/trace.ts';
import { type Command, CommandRefused, type Ports } from './command.ts';
import type { District } from './machine/district.ts';
import type { Terminal } from './machine/terminal.ts';
import { districtFactsOf, personOf, traceOfPerson } from './subject/person.ts';

const args = z.object({
  contact: z.string().min(1),
  confirm: z.string().optional(),
  plan: z.boolean().optional(),
});

/** A thing that must hold before what cannot be undone; `problem` says what is wrong and what to do. */
interface Check {
  readonly title: string;
  readonly problem: { readonly what: string; readonly attempt: string } | undefined;
}

function checksOf(
  { contact, consents, inspections, numbers }: SubjectItems,
  { unread }: Trace,
  underWay: string | undefined,
): readonly Check[] {
  const open = openOf(inspections);
  const barred = consents.kind === 'held' && contact.edges.some((edge) => isRestrictedFor(consents.value, edge));
  const shared = contact.numbers.some(({ numberKey }) =>
    numbers.get(numberKey)?.contactKeys.some((key) => key !== contact.contactKey),
  );
  const failed = (when: boolean, what: string, attempt: string) => (when ? { what, attempt } : undefined);
  return [
    {
      title: 'no request to inspect is open (34 CFR 99.10(e))',
      problem: failed(
        open !== undefined,
        `their request of ${open?.receivedOn} to inspect their records is open: nothing of them may be destroyed`,
        'let them see it (ringfence subject export), then --inspection-closed',
      ),
    },
    {
      title: 'what they agreed to, and what was ordered about them, can be read',
      problem: failed(
        consents.kind === 'unreadable',
        'their consent record does not open',
        'treat it as tampering before anything is erased',
      ),
    },
    {
      title: 'no restriction holds on a number that others gave too',
      problem: failed(
        barred && shared,
        'they may not be called about a student, and share a number with somebody who may: without them the number would ring',
        'have the number taken off the others in the student information system, or the restriction cleared by a named person',
      ),
    },
    {
      title: 'no call to them is under way',
      problem: failed(
        underWay !== undefined,
        `notice ${underWay} has a call to them that has not ended`,
        'wait until it is closed (ringfence notice status), or cancel it',
      ),
    },
    {
      title: 'the whole audit trail was read, so that no call of theirs stays linked',
      problem: failed(unread > 0, `${unread} lines of the trail could not be read`, 'ringfence audit verify'),
    },
  ];
}

/** @returns a notice that still has an open call to one of their numbers, for them: its list would go on leading to them */
async function underWayFor({ contact }: SubjectItems, { notices, calls }: District): Promise<string | undefined> {
  const { notices: open } = await notices.toSweep('all');
  const ids = open.flatMap(({ noticeId }) => contact.numbers.map(({ numberKey }) => callIdOf(noticeId, numberKey)));
  const found = ids.length === 0 ? [] : [...(await calls.get(ids)).values()];
  const theirs = found.filter(
    (call) => !isFinal(call) && call.recipients.some(({ contactKey }) => contactKey === contact.contactKey),
  );
  return theirs[0]?.noticeId;
}

/** Later than all that is on record: what was known before an erasure must not seem to come after it. */
function momentAfter({ newest }: Trace, { clock }: District): string {
  const now = clock.now().toISOString();
  return now > newest ? now : newest;
}

function sayTerms(terms: ErasureTerms, terminal: Terminal): void {
  const parts = [
    ['Goes now', terms.now],
    ['Goes later, by itself', terms.later],
    ['Stays, and why', terms.stays],
    ['What others must do', terms.others],
  ] as const;
  for (const [title, list] of parts) {
    terminal.heading(title);
    for (const { what, why } of list) {
      terminal.line(`  ${what}`);
      terminal.soft(`  ${why}`);
    }
  }
}

/** Yes is too easily said, and `--yes` does not say it. */
async function confirmed(contact: string, given: string | undefined, { ask }: Ports): Promise<boolean> {
  const answer = given ?? (await ask(`This cannot be undone. Type the contact’s id (${contact}) to erase them:`));
  return answer?.trim() === contact;
}

async function carryOut(erasure: Erasure, items: SubjectItems, trace: Trace, { operator }: Ports, district: District) {
  const { trail, clock, subjects } = district;
  const group = erasure.erasedAt.slice(0, 10);
  const { backupDays } = districtFactsOf(district).retention;
  const facts = {
    by: operator,
    numbers: erasure.numbers.length,
    students: erasure.studentKeys.length,
    disclosuresKept: [...erasure.disclosures.values()].reduce((sum, list) => sum + list.length, 0),
    goneFromBackupsOn: goneFromBackupsOn(erasure.erasedAt, { backupDays }),
  };
  const subject = items.contact.auditSubject;
  const [receipt] = await trail.write(group, [
    { kind: 'subject.erased', at: erasure.erasedAt, subject, facts: { ...facts, phase: 'begun' } },
  ]);
  // If we die here: the trail says that it began, and the person is still in the book; the same command begins again.
  await subjects.erase(erasure, [...trace.onNumbers]);
  // If we die here: it is done, and only the record of its end is missing; the tombstone has the day.
  const refs = receipt === undefined ? [] : [receipt.leafHash];
  await trail.write(group, [
    { kind: 'subject.erased', at: clock.now().toISOString(), subject, refs, facts: { ...facts, phase: 'done' } },
  ]);
}

export const subjectErase: Command = {
  name: 'subject erase',
  summary:
    'Forget one person: says what goes now, what goes with the backups and when, what stays and why; checks first, and has the id typed.',
  examples: ['ringfence subject erase --contact g-1042 --plan', 'ringfence subject erase --contact g-1042 --confirm g-1042'],
  options: [
    { flags: '--contact <id>', description: 'the person, by the id of the export', required: true },
    { flags: '--plan', description: 'only say what would happen' },
    { flags: '--confirm <id>', description: 'the same id once more, where nobody can be asked; --yes is not enough' },
  ],
  async run(given, ports) {
    const { contact, confirm, plan } = args.parse(given);
    const { terminal } = ports;
    const district = await ports.district();
    const items = await personOf(contact, district);
    const trace = await traceOfPerson(items, district.trailSource(), terminal);
    const erasure = erasureOf(items, disclosedTo(trace, items.contact), momentAfter(trace, district));
    const terms = termsOf(erasure, districtFactsOf(district).retention);
    sayTerms(terms, terminal);
    terminal.heading('Checks');
    const checks = checksOf(items, trace, await underWayFor(items, district));
    for (const { title, problem } of checks) {
      if (problem === undefined) terminal.good(title);
      else terminal.bad(`${title}: ${problem.what}`);
    }
    const failed = checks.find(({ problem }) => problem !== undefined)?.problem;
    if (failed !== undefined) throw new CommandRefused(failed.what, failed.attempt);
    if (plan === true) {
      terminal.result({ erased: false, terms });
      return 0;
    }
    if (!(await confirmed(contact, confirm, ports)))
      throw new CommandRefused('the id was not typed, so nothing was erased', `add --confirm ${contact}`);
    await carryOut(erasure, items, trace, ports, district);
    terminal.good('erased; the audit trail says that it was done, and leads to nobody');
    terminal.result({ erased: true, terms });
    return 0;
  },
};
