import {
  DeleteContactDataCommand,
  DescribeContactCommand,
  DescribeContactFlowCommand,
  GetContactAttributesCommand,
  ListPhoneNumbersV2Command,
  SearchContactsCommand,
  StopContactCommand,
  UpdateContactAttributesCommand,
} from '@aws-sdk/client-connect';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Trial, tryOut } from '../../../../test/fixtures/connect-trial.ts';

const ana = '+12175550111';
let trial: Trial;
beforeEach(async () => {
  trial = await tryOut();
  trial.service.network.everybody({ picksUp: true, after: 6, hangsUpAfter: 4 });
});
afterEach(() => trial.close());
const at = (ContactId: string) => ({ InstanceId: trial.ids.instance, ContactId });
const attributesOf = async (contactId: string) => {
  const command = new GetContactAttributesCommand({ InstanceId: trial.ids.instance, InitialContactId: contactId });
  return (await trial.client.send(command)).Attributes;
};
const everythingStored = () => [...trial.service.stored()].map(({ bytes }) => bytes.toString()).join('\n');

describe('DescribeContact', () => {
  it('tells a call from its beginning to its end', async () => {
    const id = await trial.start(ana, { Name: 'n1.c1#1' });
    const ringing = await trial.client.send(new DescribeContactCommand(at(id)));
    expect(ringing.Contact).toMatchObject({
      Id: id,
      Name: 'n1.c1#1',
      InitiationMethod: 'API',
      Channel: 'VOICE',
      CustomerEndpoint: { Address: ana },
    });
    expect(ringing.Contact?.ConnectedToSystemTimestamp).toBeUndefined();
    await trial.pass(30);
    const { Contact } = await trial.client.send(new DescribeContactCommand(at(id)));
    expect(Contact?.DisconnectReason).toBe('CUSTOMER_DISCONNECT');
    expect((Contact?.DisconnectTimestamp?.getTime() ?? 0) - (Contact?.ConnectedToSystemTimestamp?.getTime() ?? 0)).toBe(4000);
  });

  it.each<[Parameters<Trial['service']['network']['person']>[1], readonly string[]]>([
    [{ busy: true }, ['TELECOM_BUSY']],
    [{ misses: true }, ['TELECOM_TIMEOUT', 'TELECOM_ORIGINATOR_CANCEL']],
    [{ invalid: true }, ['TELECOM_NUMBER_INVALID']],
    [{ blocked: true }, ['TELECOM_POTENTIAL_BLOCKING']],
    [{ unreachable: true }, ['TELECOM_UNANSWERED']],
    [{ picksUp: true, presses: '9' }, ['CONTACT_FLOW_DISCONNECT']],
  ])('gives the reason for %j', async (script, reasons) => {
    trial.service.network.person(ana, script);
    const id = await trial.start(ana);
    await trial.pass(80);
    expect(reasons).toContain((await trial.client.send(new DescribeContactCommand(at(id)))).Contact?.DisconnectReason);
  });

  it('is limited to 10 a second, 15 at once, and says so by name', async () => {
    const id = await trial.start(ana);
    for (let i = 0; i < 15; i += 1) await trial.client.send(new DescribeContactCommand(at(id)));
    await expect(trial.client.send(new DescribeContactCommand(at(id)))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
    });
    expect(trial.asked.at(-1)?.checks[0]?.resource).toContain(`:instance/${trial.ids.instance}/contact/${id}`);
  });

  it('does not know other contacts', async () => {
    await expect(trial.client.send(new DescribeContactCommand(at('nobody')))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('StopContact', () => {
  it('ends a call, and then there is nothing left to stop', async () => {
    const id = await trial.start(ana);
    await trial.pass(2);
    await trial.client.send(new StopContactCommand(at(id)));
    expect(trial.service.network.rings(ana)[0]?.end).toBe('caller stopped');
    await expect(trial.client.send(new StopContactCommand(at(id)))).rejects.toMatchObject({ name: 'ContactNotFoundException' });
    expect((await trial.client.send(new DescribeContactCommand(at(id)))).Contact?.DisconnectReason).toBe(
      'TELECOM_ORIGINATOR_CANCEL',
    );
  });

  it('leaves OTHER as the reason when somebody was on the line', async () => {
    const id = await trial.start(ana);
    while (trial.service.network.rings(ana)[0]?.pickedUpAt === undefined) await trial.pass(1);
    await trial.client.send(new StopContactCommand(at(id)));
    expect((await trial.client.send(new DescribeContactCommand(at(id)))).Contact?.DisconnectReason).toBe('OTHER');
  });
});

describe('contact attributes', () => {
  it('are read and added to, also after the end', async () => {
    const id = await trial.start(ana, { Attributes: { callId: 'n1.c1', attempt: '1' } });
    await trial.pass(60);
    const add = { InstanceId: trial.ids.instance, InitialContactId: id, Attributes: { key: '9' } };
    await trial.client.send(new UpdateContactAttributesCommand(add));
    expect(await attributesOf(id)).toEqual({ callId: 'n1.c1', attempt: '1', key: '9' });
    const tooMuch = { ...add, Attributes: { more: 'x'.repeat(32_760) } };
    await expect(trial.client.send(new UpdateContactAttributesCommand(tooMuch))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('DeleteContactData', () => {
  const scrub = (id: string) =>
    trial.client.send(new DeleteContactDataCommand({ ...at(id), ContactFields: ['CUSTOMER_ENDPOINT'] }));

  it('erases the number for good, once the call has ended, and leaves the rest', async () => {
    const id = await trial.start(ana, { Attributes: { callId: 'n1.c1' } });
    await expect(scrub(id)).rejects.toMatchObject({ name: 'ContactNotTerminatedException' });
    expect(everythingStored()).toContain(ana);
    await trial.pass(60);
    await scrub(id);
    expect(everythingStored()).not.toContain(ana.slice(1));
    expect(everythingStored()).toContain('n1.c1');
    const { Contact } = await trial.client.send(new DescribeContactCommand(at(id)));
    expect(Contact?.CustomerEndpoint).toBeUndefined();
  });

  it('is limited to 2 a second, 5 at once', async () => {
    const id = await trial.start(ana);
    await trial.pass(60);
    for (let i = 0; i < 5; i += 1) await scrub(id);
    await expect(scrub(id)).rejects.toMatchObject({ name: 'ThrottlingException' });
  });
});

describe('SearchContacts', () => {
  const search = (name: string) => {
    const now = trial.clock.now();
    const TimeRange = { Type: 'INITIATION_TIMESTAMP' as const, StartTime: new Date(now - 3_600_000), EndTime: new Date(now) };
    const SearchCriteria = { Name: { SearchText: [name], MatchType: 'MATCH_EXACT' as const } };
    return trial.client.send(new SearchContactsCommand({ InstanceId: trial.ids.instance, TimeRange, SearchCriteria }));
  };

  it('finds a contact by its name once the index has it, once every two seconds', async () => {
    const id = await trial.start(ana, { Name: 'n1.c1#1' });
    await trial.start('+12175550112', { Name: 'n1.c1#2' });
    expect((await search('n1.c1#1')).Contacts).toEqual([]);
    await expect(search('n1.c1#1')).rejects.toMatchObject({ name: 'ThrottlingException' });
    await trial.pass(61);
    const { Contacts } = await search('n1.c1#1');
    expect(Contacts?.map((contact) => contact.Id)).toEqual([id]);
  });
});

describe('what a deployment can look at', () => {
  it('is the flow and the numbers', async () => {
    const { instance: InstanceId, flow: ContactFlowId } = trial.ids;
    const { ContactFlow } = await trial.client.send(new DescribeContactFlowCommand({ InstanceId, ContactFlowId }));
    expect(ContactFlow).toMatchObject({ Id: ContactFlowId, Status: 'PUBLISHED' });
    const { ListPhoneNumbersSummaryList: numbers } = await trial.client.send(new ListPhoneNumbersV2Command({ InstanceId }));
    expect(numbers?.map((number) => number.PhoneNumber)).toEqual([trial.number]);
  });
});
