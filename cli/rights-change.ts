import { z } from 'zod';
import type { RightsEntry } from '../shared/consent/consent-record.ts';
import { laterThan } from '../shared/consent/later-than.ts';
import { keepsRights } from '../shared/consent/rights.ts';
import { withRights } from '../shared/consent/rights-record.ts';
import { type Command, CommandRefused, type ExitCode, type Ports } from './command.ts';
import { documentOf } from './evidence.ts';
import { consentsOf, findTie, mustBeListed, namedPerson, TIE_OPTIONS, tieArgs } from './family-tie.ts';

const args = z.object({
  ...tieArgs,
  basis: z.enum(['tax-dependent', 'student-consent'], 'write tax-dependent or student-consent'),
});

const OPTIONS = [
  ...TIE_OPTIONS,
  {
    flags: '--basis <basis>',
    description: 'tax-dependent (99.31(a)(8)) or student-consent (99.30): why a parent may still be told',
    required: true,
  },
] as const;

const AFTERWARDS: Readonly<Record<RightsEntry['state'], string>> = {
  kept: 'Once the student is 18, this contact is still told what concerns the student alone.',
  ended:
    'Once the student is 18, this contact is told in emergencies, and what is told to every family; what concerns the student alone goes to the student.',
};

/** Record, then the act, then the record that it stands. */
async function change(state: RightsEntry['state'], given: Readonly<Record<string, unknown>>, ports: Ports): Promise<ExitCode> {
  const asked = args.parse(given);
  const evidence = documentOf(asked);
  const district = await ports.district();
  const { terminal, operator } = ports;
  const tie = await findTie(asked, district);
  mustBeListed(tie, asked.student);
  const { contact, studentKey } = tie;
  if (state === 'ended' && !keepsRights(await consentsOf(contact, district), studentKey))
    throw new CommandRefused('no rights are kept on record for this contact and student', 'nothing need be ended');
  const now = district.clock.now().toISOString();
  const kind = state === 'kept' ? 'rights.kept' : 'rights.ended';
  const about = { at: now, subject: contact.auditSubject };
  const facts = { studentKey, basis: asked.basis, capturedBy: operator, evidence: evidence.sha256 };
  const [receipt] = await district.trail.write(now.slice(0, 10), [{ ...about, kind, facts: { ...facts, phase: 'asked' } }]);
  const recordedBy = namedPerson(asked.recordedBy, operator);
  await district.ledger.changeConsents(contact.contactKey, (record) => {
    const at = laterThan(record.rights?.[studentKey] ?? [], now);
    return withRights(record, studentKey, { state, basis: asked.basis, at, recordedBy, evidence });
  });
  // If we die here: it counts already; the first record says what was asked.
  const refs = receipt === undefined ? [] : [receipt.leafHash];
  await district.trail.write(now.slice(0, 10), [{ ...about, kind, refs, facts: { ...facts, phase: 'stands' } }]);
  terminal.good(
    `${contact.givenName} ${contact.familyName} × student ${asked.student}: rights ${state} (${asked.basis}); recorded ${now} by ${recordedBy}`,
  );
  terminal.line(`    ${AFTERWARDS[state]}`);
  terminal.result({ contact: asked.contact, student: asked.student, state, basis: asked.basis, recordedAt: now });
  return 0;
}

export const rightsKeep: Command = {
  name: 'rights keep',
  summary: 'Record why a parent may still be told about a student who is 18: a tax return, or the student’s own signed word.',
  examples: [
    'ringfence rights keep --contact g-1042 --student s-2207 --basis tax-dependent --recorded-by "Dana Ruiz" --evidence "form 8 of 2026-09-02" --evidence-file form8.pdf',
  ],
  options: OPTIONS,
  run: (given, ports) => change('kept', given, ports),
};

export const rightsEnd: Command = {
  name: 'rights end',
  summary: 'Record that a parent’s rights over a grown student have ended: the student took the word back, or is no dependent.',
  examples: [
    'ringfence rights end --contact g-1042 --student s-2207 --basis student-consent --recorded-by "Dana Ruiz" --evidence "letter of the student, 2027-01-11" --evidence-file letter.pdf',
  ],
  options: OPTIONS,
  run: (given, ports) => change('ended', given, ports),
};
