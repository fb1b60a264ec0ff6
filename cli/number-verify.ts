import { createHash } from 'node:crypto';
import { z } from 'zod';
import { laterThan } from '../shared/consent/later-than.ts';
import { stopsOf } from '../shared/consent/ledger.ts';
import { isSaidWrong, liftStops } from '../shared/consent/number-stops.ts';
import { closeVerified } from '../shared/office/mend.ts';
import { type Command, CommandRefused } from './command.ts';
import { findSubject, subjectArgs } from './consent-subject.ts';
import { EVIDENCE_OPTIONS, evidenceArgs, evidenceOf } from './evidence.ts';
import { namedPerson } from './family-tie.ts';
import { saidStops, sayStops } from './stop-words.ts';

const args = z.object({
  number: subjectArgs.number.unwrap(),
  verifiedBy: z.string().min(2, 'name the person who verified it, e.g. "Dana Ruiz"').max(80),
  ...evidenceArgs,
});

export const numberVerify: Command = {
  name: 'number verify',
  summary:
    'Record that the office has verified a number anew, which ends "not my number", and whatever an unproven "wrong number" stopped. Every other stop on it stands. Nothing else ends it, an export least of all.',
  examples: [
    'ringfence number verify --number +12174485512 --verified-by "Dana Ruiz" --evidence "call back to the mother, card of 2026-11-24"',
  ],
  options: [
    { flags: '--number <number>', description: 'the phone, e.g. +12174485512', required: true },
    { flags: '--verified-by <name>', description: 'the named person who spoke with whoever answers it', required: true },
    ...EVIDENCE_OPTIONS,
  ],
  async run(given, ports) {
    const asked = args.parse(given);
    const evidence = evidenceOf(asked);
    const { terminal, operator } = ports;
    const district = await ports.district();
    const { contacts, numbers } = await findSubject({ number: asked.number }, district);
    const numberKey = numbers[0]?.numberKey ?? '';
    const page = () => district.ledger.readMany({ numberKeys: [numberKey], contactKeys: [] });
    const before = (await page()).stops.get(numberKey);
    if (before?.kind !== 'held')
      throw new CommandRefused('the opt-out record of this number does not open', 'treat it as tampering: docs/ways-out.md');
    if (!isSaidWrong(before.value))
      throw new CommandRefused('nobody said of this number that it is wrong', 'look with ringfence consent show --number');
    const owners = contacts.map(({ givenName, familyName }) => `${givenName} ${familyName}`).join(', ') || 'nobody in the book';
    if (!(await ports.confirm(`Did ${asked.verifiedBy} verify that ${asked.number} is the phone of ${owners}?`)))
      throw new CommandRefused('nothing was verified', 'answer y, or add --yes');
    const now = district.clock.now().toISOString();
    const recordedBy = namedPerson(asked.verifiedBy, operator);
    const facts = { numberKey, capturedBy: operator, evidence: evidence.sha256 };
    const receipts = await district.trail.write(now.slice(0, 10), [{ kind: 'number.verified', at: now, facts }]);
    // If we die here: the record says who verified it; the stop stands until it is done again.
    await district.ledger.changeStops(numberKey, (record) => {
      const at = laterThan(record.stops, now);
      const id = `verify:${createHash('sha256').update(`${at}\n${evidence.sha256}`, 'utf8').digest('base64url').slice(0, 22)}`;
      if (!isSaidWrong(record)) return record;
      return liftStops(record, { id, at, lifted: { kind: 'wrong-number' }, recordedBy, reason: 'verified anew', evidence });
    });
    const refs = receipts.map(({ leafHash }) => leafHash);
    await district.trail.write(now.slice(0, 10), [
      { kind: 'optout.lifted', at: now, refs, facts: { ...facts, lifted: ['wrong-number'] } },
    ]);
    await closeVerified(district, numberKey, now.slice(0, 10), district.clock.now().toISOString());
    const stops = stopsOf(await page(), numberKey);
    terminal.good(`${asked.number}: verified; recorded ${now} by ${recordedBy}`);
    sayStops(stops, terminal);
    terminal.result({ number: asked.number, verified: true, recordedBy, recordedAt: now, ...saidStops(stops) });
    return 0;
  },
};
