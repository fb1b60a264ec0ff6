import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ConsentChange, type ConsentEntry, type ConsentRecord, grant, revoke } from '../shared/consent/consent-record.ts';
import type { Contact } from '../shared/contacts/contact.ts';
import { PURPOSES, type Purpose } from '../shared/notices/purpose.ts';
import { type Command, CommandRefused, type ExitCode, type Ports } from './command.ts';
import { findSubject, SUBJECT_OPTIONS, subjectArgs } from './consent-subject.ts';

const args = z.object({
  ...subjectArgs,
  purpose: z.enum(PURPOSES),
  basis: z.enum(['written-form', 'web', 'recorded-voice', 'desk']).default('desk'),
  evidence: z.string().min(1),
  wording: z.string().min(1).default('desk'),
});

const OPTIONS = [
  ...SUBJECT_OPTIONS,
  { flags: '--purpose <purpose>', description: `for which calls: ${PURPOSES.join(', ')}`, required: true },
  { flags: '--evidence <pointer>', description: 'where it can be looked up, e.g. "form 2026-08-14 no. 311"', required: true },
  { flags: '--basis <basis>', description: 'written-form, web, recorded-voice or desk (default)' },
  { flags: '--wording <version>', description: 'version of the words that were agreed to' },
] as const;

type Act = 'granted' | 'revoked';

interface Change {
  readonly contact: Contact;
  readonly numberKey: string;
  readonly purpose: Purpose;
  readonly entry: Omit<ConsentEntry, 'state'>;
}

/** The record is durable before the item changes; if we die between the two, the trail says what was meant. */
async function apply(act: Act, change: Change, { district, clock }: Ports): Promise<ConsentChange['kind']> {
  const { ledger, trail } = await district();
  const at = clock.now().toISOString();
  const { contact, numberKey, purpose, entry } = change;
  let outcome: ConsentChange['kind'] = 'already-there';
  const next = (record: ConsentRecord): ConsentRecord => {
    const changed = (act === 'granted' ? grant : revoke)(record, numberKey, purpose, entry);
    outcome = changed.kind;
    return changed.kind === 'recorded' ? changed.record : record;
  };
  const facts = { purpose, basis: entry.basis, wording: entry.wording, capturedBy: entry.capturedBy };
  await trail.write(at.slice(0, 10), [
    { kind: act === 'granted' ? 'consent.granted' : 'consent.revoked', at, subject: contact.auditSubject, facts },
  ]);
  await ledger.changeConsents(contact.contactKey, next);
  return outcome;
}

async function runChange(act: Act, given: Readonly<Record<string, unknown>>, ports: Ports): Promise<ExitCode> {
  const asked = args.parse(given);
  const connected = await ports.district();
  const subject = await findSubject(asked, connected);
  const [contact, ...others] = subject.contacts;
  if (contact === undefined)
    throw new CommandRefused(
      'nobody in the contact book has this number',
      'consent belongs to a person: name one with --contact',
    );
  if (others.length > 0)
    throw new CommandRefused(`${subject.contacts.length} people share this number`, 'say who agreed: add --contact <id>');
  const at = ports.clock.now().toISOString();
  const sha256 = createHash('sha256').update(asked.evidence, 'utf8').digest('hex');
  const entry = {
    basis: asked.basis,
    at,
    capturedBy: ports.operator,
    wording: asked.wording,
    language: contact.language,
    evidence: { pointer: asked.evidence, sha256 },
  };
  const results = [];
  for (const { e164, numberKey } of subject.numbers) {
    const outcome = await apply(act, { contact, numberKey, purpose: asked.purpose, entry }, ports);
    results.push({ number: e164, purpose: asked.purpose, outcome });
    if (outcome === 'superseded') ports.terminal.bad(`${e164}: a later withdrawal stands; a form dated after it is needed`);
    else ports.terminal.good(`${e164}: ${asked.purpose} ${act}${outcome === 'already-there' ? ' (it was already)' : ''}`);
  }
  ports.terminal.result(results);
  return results.some(({ outcome }) => outcome === 'superseded') ? 1 : 0;
}

export const consentGrant: Command = {
  name: 'consent grant',
  summary: 'Record that a person agreed to one kind of call, with the evidence for it.',
  examples: [
    'ringfence consent grant --contact g-1042 --purpose event --basis written-form --evidence "form 2026-08-14 no. 311" --wording 2026-08',
  ],
  options: OPTIONS,
  run: (given, ports) => runChange('granted', given, ports),
};

export const consentRevoke: Command = {
  name: 'consent revoke',
  summary: 'Record that a person takes an agreement back. Obeyed by calls that are queued already.',
  examples: ['ringfence consent revoke --contact g-1042 --purpose event --evidence "told at the desk, Ms. Ruiz"'],
  options: OPTIONS,
  run: (given, ports) => runChange('revoked', given, ports),
};
