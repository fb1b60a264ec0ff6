/** Somebody can write to the table and cannot seal: whatever they lay there is refused, alarmed, and on record. */
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import { recordsOf } from '../../cli/demo/records.ts';
import { documentClient } from '../../shared/aws/clients.ts';
import { revoke } from '../../shared/consent/consent-record.ts';
import { recordToldStop } from '../../shared/consent/record-stop.ts';
import { errorsOf, metric } from './operator.ts';
import { type Day, scenario } from './scenario.ts';

const SCHOOL = 'plsd-high';

interface Item {
  readonly version: number;
  readonly sealed: Uint8Array;
}

/** The contacts table, as somebody sees it who may write to it. */
function tableOf({ stage }: Day) {
  const TableName = stage.district.outputs['ContactsTableName'];
  return {
    item: async (pk: string, sk: string): Promise<Item> => {
      const { Item: found } = await documentClient().send(new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true }));
      return { version: Number(found?.['version']), sealed: found?.['sealed'] };
    },
    lay: async (pk: string, sk: string, item: Item): Promise<void> => {
      await documentClient().send(new PutCommand({ TableName, Item: { pk, sk, ...item } }));
    },
  };
}

scenario(
  'a consent or stop copied from somebody else, replayed from before, or edited in the table is refused, alarmed and on record',
  {},
  async (day) => {
    const { cloud, district } = day.stage;
    const { revokeAllFrom } = district;
    await day.nightlyExport();
    day.everybody({ picksUp: true, presses: '1' });
    const keys = await district.pseudonyms();
    const table = tableOf(day);
    const people = day.families(SCHOOL).flatMap(({ contacts }) => contacts);
    const [giver, edited, replayed, stopped, other] = people.filter(({ consent }) => consent.event === 'yes');
    const refused = people.find(({ consent }) => consent.event === 'no');
    if (!giver || !edited || !replayed || !stopped || !other || !refused) throw new Error('the sample has too few who agreed');
    const consentOf = (id: string) => `CONTACT#${keys.contact(id)}`;
    const phoneOf = ({ numbers }: typeof giver) => numbers[0]?.e164 ?? '';

    // From another contact: a yes laid over a no.
    const { version } = await table.item(consentOf(refused.id), 'CONSENT');
    await table.lay(consentOf(refused.id), 'CONSENT', { ...(await table.item(consentOf(giver.id), 'CONSENT')), version });

    // An older version: the yes from before a withdrawal, laid over it.
    const before = await table.item(consentOf(replayed.id), 'CONSENT');
    const at = district.clock.now().toISOString();
    await district.ledger.changeConsents(keys.contact(replayed.id), (record) => {
      const act = { basis: 'desk', at, capturedBy: 'desk:a-test', wording: 'desk', language: 'en' } as const;
      const changed = revoke(record, keys.number(phoneOf(replayed)), 'event', act);
      return changed.kind === 'recorded' ? changed.record : record;
    });
    await table.lay(consentOf(replayed.id), 'CONSENT', { ...before, version: before.version + 1 });

    // Edited: one bit.
    const whole = await table.item(consentOf(edited.id), 'CONSENT');
    const bytes = Uint8Array.from(whole.sealed);
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
    await table.lay(consentOf(edited.id), 'CONSENT', { ...whole, sealed: bytes });

    // From another number: a stop of surveys laid over a stop of everything.
    const stop = async (phone: string, requested: Parameters<typeof recordToldStop>[1]['requested']) => {
      const numberKey = keys.number(phone);
      const told = { numberKey, requested, basis: 'consent', evidence: 'told', said: at, recordedBy: 'desk:a-test' } as const;
      await recordToldStop(district, { ...told, revokeAllFrom }, at);
      return `NUMBER#${numberKey}`;
    };
    const all = await stop(phoneOf(stopped), { kind: 'all-but-emergencies' });
    const surveys = await stop(phoneOf(other), { kind: 'purpose', purpose: 'survey' });
    await table.lay(all, 'OPTOUT', await table.item(surveys, 'OPTOUT'));

    const concert = await day.raise({ purpose: 'event', school: SCHOOL, message: 'winter-concert' });
    const calls = await day.untilClosed(concert);
    const records = await recordsOf(district.trailSource());
    for (const contact of [refused, replayed, edited, stopped]) {
      // A stop stands on one phone; a consent is a person's.
      const numbers = contact === stopped ? [phoneOf(stopped)] : contact.numbers.map(({ e164 }) => e164);
      for (const number of numbers) expect(cloud.phones.rings(number).length, `${contact.id} rang`).toBe(0);
      const call = calls.find(({ numberKey }) => numberKey === keys.number(phoneOf(contact)));
      expect(call, contact.id).toMatchObject({ state: 'refused', rule: expect.stringMatching(/^unknown\./) });
      const said = records.find(({ kind, call: id }) => kind === 'call.refuse' && id === call?.callId);
      expect(said?.decision?.rule, `${contact.id} in the trail`).toBe(call?.rule);
    }
    expect(calls.find(({ numberKey }) => numberKey === keys.number(phoneOf(stopped)))?.rule).toBe('unknown.stops');
    expect(cloud.phones.rings(phoneOf(giver)).length, 'whose yes was copied keeps it').toBe(1);
    expect(metric('EnvelopeForged', 'place-call', day.stage), 'behind the alarm EnvelopeForged').toBeGreaterThanOrEqual(4);
    expect(errorsOf('place-call', day.stage)).toContain('ENVELOPE_FORGED');

    // Nobody writes over what does not open: whatever it said would be lost.
    const again = { numberKey: all.slice('NUMBER#'.length), requested: { kind: 'wrong-number' }, basis: undefined } as const;
    await expect(
      recordToldStop(district, { ...again, evidence: 'told', said: at, recordedBy: 'a-test', revokeAllFrom }, at),
    ).rejects.toThrow(/not what it is offered as/);
    day.claimAll(concert);
  },
);
