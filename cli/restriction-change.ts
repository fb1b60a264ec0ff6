import type { RestrictionEntry } from '../shared/consent/consent-record.ts';
import { laterThan } from '../shared/consent/later-than.ts';
import { isRestrictedFor, withRestriction } from '../shared/consent/restrictions.ts';
import type { ExitCode, Ports } from './command.ts';
import { documentOf } from './evidence.ts';
import { consentsOf, namedPerson, type Tie } from './family-tie.ts';
import type { District } from './machine/district.ts';

export interface AskedRestriction {
  readonly contact: string;
  readonly student: string;
  readonly recordedBy: string;
  readonly evidence: string;
  readonly sha256?: string | undefined;
  readonly evidenceFile?: string | undefined;
}

const AFTERWARDS: Readonly<Record<RestrictionEntry['state'], string>> = {
  set: 'No call about this student reaches any phone of this contact, emergencies included, from now on; nor does a call to the whole school. Calls that are queued obey it.',
  cleared: 'Calls about this student may reach this contact again, as far as consent and stops allow.',
};

/** Record, then the restriction or its end, then the record that it stands: as with a stop (ADR 6). */
export async function changeRestriction(
  state: RestrictionEntry['state'],
  asked: AskedRestriction,
  { contact, studentKey }: Tie,
  ports: Ports,
  district: District,
): Promise<ExitCode> {
  const { terminal, operator } = ports;
  const { clock, ledger, trail } = district;
  const evidence = documentOf(asked);
  const now = clock.now().toISOString();
  const kind = state === 'set' ? 'restriction.set' : 'restriction.cleared';
  const about = { at: now, subject: contact.auditSubject };
  const facts = { studentKey, capturedBy: operator, evidence: evidence.sha256 };
  const [receipt] = await trail.write(now.slice(0, 10), [{ ...about, kind, facts: { ...facts, phase: 'asked' } }]);
  await ledger.changeConsents(contact.contactKey, (record) => {
    const at = laterThan(record.restrictions?.[studentKey] ?? [], now);
    const recordedBy = namedPerson(asked.recordedBy, operator);
    return withRestriction(record, studentKey, { state, at, recordedBy, evidence });
  });
  // If we die here: it is obeyed already; the first record says what was asked.
  const refs = receipt === undefined ? [] : [receipt.leafHash];
  await trail.write(now.slice(0, 10), [{ ...about, kind, refs, facts: { ...facts, phase: 'stands' } }]);
  const restricted = isRestrictedFor(await consentsOf(contact, district), { studentKey, restricted: false });
  const name = `${contact.givenName} ${contact.familyName}`;
  terminal.good(
    `${name} × student ${asked.student}: restriction ${state}; recorded ${now} by ${namedPerson(asked.recordedBy, operator)}`,
  );
  terminal.line(`    ${AFTERWARDS[state]}`);
  terminal.result({ contact: asked.contact, student: asked.student, state, restricted, recordedAt: now });
  return 0;
}
