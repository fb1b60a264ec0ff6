import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ConsentChange, type ConsentEntry, type ConsentRecord, grant, revoke } from '../shared/consent/consent-record.ts';
import { stopsOf } from '../shared/consent/ledger.ts';
import type { Contact } from '../shared/contacts/contact.ts';
import { PURPOSES, type Purpose } from '../shared/notices/purpose.ts';
import { type Command, CommandRefused, type ExitCode, type Ports } from './command.ts';
import { findSubject, SUBJECT_OPTIONS, type Subject, subjectArgs } from './consent-subject.ts';
import type { District } from './machine/district.ts';
import { forbids, stopWords } from './stop-words.ts';

export const changeArgs = z.object({
  ...subjectArgs,
  purpose: z.enum(PURPOSES, `write one of ${PURPOSES.join(', ')}`),
  basis: z
    .enum(['written-form', 'web', 'recorded-voice', 'desk'], 'write written-form, web, recorded-voice or desk')
    .default('desk'),
  evidence: z.string().min(1, 'say where it can be looked up'),
  wording: z.string().min(1).default('desk'),
  dated: z.iso.datetime({ offset: true, message: 'write a moment as RFC 3339, e.g. 2026-08-14T09:00:00-05:00' }).optional(),
});
export type AskedChange = z.infer<typeof changeArgs>;

export const CHANGE_OPTIONS = [
  ...SUBJECT_OPTIONS,
  { flags: '--purpose <purpose>', description: `for which calls: ${PURPOSES.join(', ')}`, required: true },
  { flags: '--evidence <pointer>', description: 'where it can be looked up, e.g. "form 2026-08-14 no. 311"', required: true },
  { flags: '--basis <basis>', description: 'written-form, web, recorded-voice or desk (default)' },
  { flags: '--wording <version>', description: 'version of the words that were agreed to' },
  { flags: '--dated <moment>', description: 'when the person did it (RFC 3339), where that was not now' },
] as const;

export type Act = 'granted' | 'revoked';

/** Of the latest act on record: what is done now is later than all that is known, whatever this machine's clock says. */
function latestOf(record: ConsentRecord, numberKey: string, purpose: Purpose): number {
  return Math.max(0, ...(record.numbers[numberKey]?.[purpose] ?? []).map(({ at }) => Date.parse(at) || 0));
}

interface Change {
  readonly contact: Contact;
  readonly numberKey: string;
  readonly entry: Omit<ConsentEntry, 'state'>;
}

/** The record is durable before the item changes; if we die between the two, the trail says what was meant. */
async function apply(act: Act, asked: AskedChange, change: Change, district: District): Promise<ConsentChange['kind']> {
  const { purpose, dated } = asked;
  const { contact, numberKey, entry } = change;
  let outcome: ConsentChange['kind'] = 'already-there';
  const next = (record: ConsentRecord): ConsentRecord => {
    const now = Math.max(Date.parse(entry.at), latestOf(record, numberKey, purpose) + (act === 'granted' ? 1 : 0));
    const acted = dated === undefined ? { ...entry, at: new Date(now).toISOString() } : entry;
    const changed = (act === 'granted' ? grant : revoke)(record, numberKey, purpose, acted);
    outcome = changed.kind;
    return changed.kind === 'recorded' ? changed.record : record;
  };
  const facts = { purpose, basis: entry.basis, wording: entry.wording, capturedBy: entry.capturedBy };
  const at = district.clock.now().toISOString();
  await district.trail.write(at.slice(0, 10), [
    { kind: act === 'granted' ? 'consent.granted' : 'consent.revoked', at, subject: contact.auditSubject, facts },
  ]);
  await district.ledger.changeConsents(contact.contactKey, next);
  return outcome;
}

function onePerson({ contacts }: Subject): Contact {
  const [contact, ...others] = contacts;
  if (contact === undefined)
    throw new CommandRefused(
      'nobody in the contact book has this number',
      'consent belongs to a person: name one with --contact',
    );
  if (others.length > 0)
    throw new CommandRefused(`${contacts.length} people share this number`, 'say who agreed: add --contact <id>');
  return contact;
}

export function entryOf(asked: AskedChange, language: string, operator: string, district: District): Omit<ConsentEntry, 'state'> {
  const sha256 = createHash('sha256').update(asked.evidence, 'utf8').digest('hex');
  const { basis, wording, dated } = asked;
  const at = dated === undefined ? district.clock.now().toISOString() : new Date(dated).toISOString();
  return { basis, at, capturedBy: operator, wording, language, evidence: { pointer: asked.evidence, sha256 } };
}

/** Records one person's act on each of the numbers concerned. */
export async function changeOf(
  act: Act,
  asked: AskedChange,
  { terminal, operator }: Ports,
  district: District,
): Promise<ExitCode> {
  const subject = await findSubject(asked, district);
  const contact = onePerson(subject);
  const entry = entryOf(asked, contact.language, operator, district);
  const page = await district.ledger.readMany({ numberKeys: subject.numbers.map(({ numberKey }) => numberKey), contactKeys: [] });
  const results = [];
  for (const { e164, numberKey } of subject.numbers) {
    const outcome = await apply(act, asked, { contact, numberKey, entry }, district);
    const stops = stopsOf(page, numberKey);
    const stopped = act === 'granted' && forbids(stops, asked.purpose) ? stopWords(stops) : undefined;
    results.push({ number: e164, purpose: asked.purpose, outcome, ...(stopped === undefined ? {} : { stopped }) });
    if (outcome === 'superseded') terminal.bad(`${e164}: a later withdrawal stands; a form dated after it is needed`);
    else terminal.good(`${e164}: ${asked.purpose} ${act}${outcome === 'already-there' ? ' (it was already)' : ''}`);
    if (stopped !== undefined)
      terminal.bad(`${e164} still does not ring for it: ${stopped}. A stop outlives an agreement; whoever set it must lift it.`);
  }
  terminal.result(results);
  return results.some(({ outcome }) => outcome === 'superseded') ? 1 : 0;
}

export const consentGrant: Command = {
  name: 'consent grant',
  summary: 'Record that a person agreed to one kind of call, with the evidence for it. A stop on the number outlives it.',
  examples: [
    'ringfence consent grant --contact g-1042 --purpose event --basis written-form --evidence "form 2026-08-14 no. 311" --wording 2026-08',
  ],
  options: CHANGE_OPTIONS,
  run: async (given, ports) => changeOf('granted', changeArgs.parse(given), ports, await ports.district()),
};
