import { z } from 'zod';
import {
  type ConsentChange,
  type ConsentEntry,
  type ConsentRecord,
  grant,
  historyOf,
  revoke,
} from '../shared/consent/consent-record.ts';
import { laterThan } from '../shared/consent/later-than.ts';
import { stopsOf } from '../shared/consent/ledger.ts';
import { takenBack } from '../shared/consent/number-stops.ts';
import { forbids, KIND_WORDS, stopsAndComes } from '../shared/consent/what-stops.ts';
import type { Contact } from '../shared/contacts/contact.ts';
import { PURPOSES, type Purpose } from '../shared/notices/purpose.ts';
import { CommandRefused, type ExitCode, type Ports } from './command.ts';
import { findSubject, onePerson, SUBJECT_OPTIONS, subjectArgs } from './consent-subject.ts';
import { EVIDENCE_OPTIONS, evidenceArgs, evidenceOf } from './evidence.ts';
import type { District } from './machine/district.ts';
import { actedAt, moment } from './moment.ts';
import { sayOddWording } from './wording-words.ts';

export const changeArgs = z.object({
  ...subjectArgs,
  purpose: z.enum(PURPOSES, `write one of ${PURPOSES.join(', ')}`),
  basis: z
    .enum(['written-form', 'web', 'recorded-voice', 'desk'], 'write written-form, web, recorded-voice or desk')
    .default('desk'),
  ...evidenceArgs,
  wording: z.string().min(1).default('desk'),
  by: z.enum(['self', 'guardian'], 'write self or guardian').default('self'),
  dated: moment.optional(),
  expires: moment.optional(),
});
export type AskedChange = z.infer<typeof changeArgs>;

export const CHANGE_OPTIONS = [
  ...SUBJECT_OPTIONS,
  { flags: '--purpose <purpose>', description: `for which calls: ${PURPOSES.join(', ')}`, required: true },
  ...EVIDENCE_OPTIONS,
  { flags: '--basis <basis>', description: 'written-form, web, recorded-voice or desk (default)' },
  { flags: '--wording <version>', description: 'version of the words that were agreed to' },
  { flags: '--by <who>', description: "self (default), or guardian: a guardian's word for a minor's own phone" },
  { flags: '--dated <moment>', description: 'when the person did it (RFC 3339), where that was not now' },
] as const;

export type Act = 'granted' | 'revoked';

interface Change {
  readonly contact: Contact;
  readonly numberKey: string;
  readonly purpose: Purpose;
  readonly entry: Omit<ConsentEntry, 'state'>;
}

/** The record is durable before the item changes; if we die between the two, the trail says what was meant. */
async function apply(act: Act, { dated }: AskedChange, change: Change, district: District): Promise<ConsentChange['kind']> {
  const { contact, numberKey, purpose, entry } = change;
  let outcome: ConsentChange['kind'] = 'already-there';
  const next = (record: ConsentRecord): ConsentRecord => {
    const acted = dated === undefined ? { ...entry, at: laterThan(historyOf(record, numberKey, purpose), entry.at) } : entry;
    const changed = (act === 'granted' ? grant : revoke)(record, numberKey, purpose, acted);
    outcome = changed.kind;
    return changed.kind === 'recorded' ? changed.record : record;
  };
  const { basis, wording, capturedBy, by = 'self', evidence, expiresAt } = entry;
  const end = expiresAt === undefined ? {} : { expiresAt };
  const facts = { purpose, basis, wording, capturedBy, by, evidence: evidence?.sha256 ?? '', ...end };
  const at = district.clock.now().toISOString();
  await district.trail.write(at.slice(0, 10), [
    { kind: act === 'granted' ? 'consent.granted' : 'consent.revoked', at, subject: contact.auditSubject, facts },
  ]);
  await district.ledger.changeConsents(contact.contactKey, next);
  return outcome;
}

function entryOf(asked: AskedChange, { language }: Contact, operator: string, district: District): Omit<ConsentEntry, 'state'> {
  const { basis, wording, dated, by, expires } = asked;
  const at = actedAt(dated, district.clock.now());
  if (expires !== undefined && Date.parse(expires) <= Date.parse(at))
    throw new CommandRefused('the agreement would end before it began', 'write a later moment behind --expires', 2);
  const end = expires === undefined ? {} : { expiresAt: new Date(expires).toISOString() };
  const said = { basis, at, capturedBy: operator, wording, language, evidence: evidenceOf(asked) };
  return { ...said, ...(by === 'self' ? {} : { by }), ...end };
}

/** Nobody speaks for a grown-up: a guardian's word counts on a student's own phone alone. */
function mustBeAStudents({ by }: AskedChange, { role }: Contact): void {
  if (by === 'guardian' && role !== 'student')
    throw new CommandRefused(
      'a guardian agrees for a student’s own phone, and this contact is no student',
      'name the student’s own contact row, or leave --by out',
    );
}

/** Records one person's act on each of the numbers concerned. */
export async function changeOf(act: Act, asked: AskedChange, ports: Ports, district: District): Promise<ExitCode> {
  const { terminal, operator } = ports;
  const subject = await findSubject(asked, district);
  const contact = onePerson(subject);
  mustBeAStudents(asked, contact);
  const entry = entryOf(asked, contact, operator, district);
  if (act === 'granted') sayOddWording(entry.wording, entry.at, terminal);
  const page = await district.ledger.readMany({ numberKeys: subject.numbers.map(({ numberKey }) => numberKey), contactKeys: [] });
  const purposes = act === 'granted' ? [asked.purpose] : takenBack(asked.purpose, entry.at, district.revokeAllFrom);
  const results = [];
  for (const { e164, numberKey } of subject.numbers) {
    for (const purpose of purposes) {
      const outcome = await apply(act, asked, { contact, numberKey, purpose, entry }, district);
      const stops = stopsOf(page, numberKey);
      const stopped = act === 'granted' && forbids(stops, purpose) ? stopsAndComes(stops).standing : undefined;
      results.push({ number: e164, purpose, outcome, ...(stopped === undefined ? {} : { stopped }) });
      if (outcome === 'superseded') terminal.bad(`${e164}: a later withdrawal stands; a form dated after it is needed`);
      else terminal.good(`${e164}: ${purpose} ${act}${outcome === 'already-there' ? ' (it was already)' : ''}`);
      if (stopped !== undefined)
        terminal.bad(
          `${e164} still does not ring for it: ${stopped}. A stop outlives an agreement; where the person meant to lift it, say so with ringfence optin record.`,
        );
    }
  }
  if (act === 'revoked') sayWithdrawn(results, ports);
  terminal.result(results);
  return results.some(({ outcome }) => outcome === 'superseded') ? 1 : 0;
}

function sayWithdrawn(results: readonly { readonly purpose: Purpose }[], { terminal }: Ports): void {
  const kinds = [...new Set(results.map(({ purpose }) => purpose))];
  const comes = PURPOSES.filter((purpose) => !kinds.includes(purpose)).map((purpose) => KIND_WORDS[purpose]);
  terminal.line(`    Stopped for this person: ${kinds.map((purpose) => KIND_WORDS[purpose]).join(', ')}.`);
  terminal.line(`    Still comes, where agreed to or allowed: ${comes.join(', ')}.`);
  terminal.soft('  Whoever else shares the phone is still called. To stop the phone itself: ringfence optout record.');
}
