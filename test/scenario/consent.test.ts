import { expect } from 'vitest';
import type { SampleContact } from '../../infra/local/sample-district/index.ts';
import type { Call } from '../../shared/calls/call.ts';
import { revoke } from '../../shared/consent/consent-record.ts';
import { anotherDistrict } from './another-district.ts';
import { type Day, scenario } from './scenario.ts';

const SCHOOL = 'plsd-high';

/** A parent tells the office that they take back their agreement to event calls. */
async function revokeEvents({ id, numbers }: SampleContact, { stage: { district, cloud } }: Day): Promise<void> {
  const pseudonyms = await district.pseudonyms();
  const at = new Date(cloud.clock.now()).toISOString();
  const entry = { basis: 'desk', at, capturedBy: 'desk:a-test', wording: 'desk', language: 'en' } as const;
  for (const { e164 } of numbers) {
    const written = await district.ledger.changeConsents(pseudonyms.contact(id), (record) => {
      const changed = revoke(record, pseudonyms.number(e164), 'event', entry);
      return changed.kind === 'recorded' ? changed.record : record;
    });
    expect(written).toBe('written');
  }
}

/** The call of a notice to a number. */
async function callTo(number: string, calls: readonly Call[], { stage }: Day): Promise<Call | undefined> {
  const numberKey = (await stage.district.pseudonyms()).number(number);
  return calls.find((call) => call.numberKey === numberKey);
}

scenario(
  'whoever never agreed to event calls, said no, or took it back is refused with the rule that refused; who agreed is called',
  {},
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true, presses: '1' });
    const people = day.families(SCHOOL).flatMap(({ contacts }) => contacts);
    const agreed = people.filter(({ consent }) => consent.event === 'yes');
    const [changedTheirMind] = agreed;
    if (changedTheirMind === undefined) throw new Error('nobody in the sample agreed to events');
    await revokeEvents(changedTheirMind, day);
    const concert = await day.raise({ purpose: 'event', school: SCHOOL, message: 'winter-concert' });
    const calls = await day.untilClosed(concert);

    for (const contact of people) {
      const still = agreed.includes(contact) && contact !== changedTheirMind;
      for (const [place, { e164 }] of contact.numbers.entries()) {
        const call = await callTo(e164, calls, day);
        if (still && place === 0) {
          day.phone(e164);
          expect(day.stage.cloud.phones.rings(e164).length, `${contact.id} agreed`).toBe(1);
          expect(call?.state).toBe('confirmed');
          continue;
        }
        if (still) continue;
        expect(day.stage.cloud.phones.rings(e164).length, `${contact.id} did not agree: ${contact.consent.event}`).toBe(0);
        // A no on a form is a withdrawal; no answer is no agreement.
        const rule = contact === changedTheirMind || contact.consent.event === 'no' ? 'revoked' : 'consent.event';
        expect(call, `${contact.id}: ${contact.consent.event}`).toMatchObject({ state: 'refused', rule });
      }
    }
    expect(agreed.length).toBeGreaterThan(3);
    expect(people.length - agreed.length).toBeGreaterThan(3);
    day.claimAll(concert);
  },
);

// Few lines, so that most calls of the second notice still wait in their queue when the first one's keys are pressed.
const small = await anotherDistrict({ connect: { callsPerSecond: 2, concurrentCalls: 10 } });

scenario(
  'a number that opted out never rings again, although its call was queued before the key was pressed',
  small,
  async (day) => {
    const { phones } = day.stage.cloud;
    await day.nightlyExport();
    day.everybody({ picksUp: true, after: 2, presses: '9' });
    const both = await Promise.all([
      day.raise({ purpose: 'emergency', school: SCHOOL, message: 'evacuate-gas-leak' }),
      day.raise({ purpose: 'event', school: SCHOOL, message: 'winter-concert' }),
    ]);
    const [, concert] = both;
    const [, calls = []] = await Promise.all(both.map((id) => day.untilClosed(id)));
    const tooLate = phones.rings().filter(({ number, name, dialedAt }) => {
      const stopped = phones.rings(number).find(({ keys }) => keys.some(({ key, taken }) => key === '9' && taken));
      // The line drops once the stop is on record; a second more is the gate's last look before it dials.
      return name.startsWith(`${concert}.`) && stopped?.endedAt !== undefined && dialedAt > stopped.endedAt + 1_000;
    });
    expect(
      tooLate.map(({ number }) => number),
      'phones that rang for the concert after their 9',
    ).toEqual([]);
    const refused = calls.filter(({ rule }) => rule === 'optout.all');
    expect(refused.length, 'calls that were queued, and then refused').toBeGreaterThan(3);
    for (const id of both) day.claimAll(id);
  },
);
