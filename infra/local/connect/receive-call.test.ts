import {
  AssociatePhoneNumberContactFlowCommand,
  DescribeContactCommand,
  ListFlowAssociationsCommand,
  ListPhoneNumbersV2Command,
} from '@aws-sdk/client-connect';
import { afterEach, describe, expect, it } from 'vitest';
import { type Trial, type TrialOptions, tryOut } from '../../../test/fixtures/connect-trial.ts';
import { ask, flow } from '../../../test/fixtures/telephone-trial.ts';

const ana = '+12175550111';
let trial: Trial;
afterEach(() => trial.close());

const digits = {
  Identifier: 'ask',
  Type: 'GetParticipantInput',
  Parameters: {
    Text: 'Type your number.',
    InputTimeLimitSeconds: '8',
    StoreInput: 'True',
    InputValidation: { CustomValidation: { MaximumLength: '11' } },
  },
  Transitions: { NextAction: 'again', Errors: [{ ErrorType: 'NoMatchingError', NextAction: 'end' }] },
};

async function line(options: TrialOptions = {}): Promise<string> {
  trial = await tryOut(options);
  const { ListPhoneNumbersSummaryList = [] } = await trial.client.send(
    new ListPhoneNumbersV2Command({ InstanceId: trial.ids.instance }),
  );
  return ListPhoneNumbersSummaryList[0]?.PhoneNumberId ?? '';
}

async function answered(options: TrialOptions = {}): Promise<string> {
  const id = await line(options);
  const request = { PhoneNumberId: id, InstanceId: trial.ids.instance, ContactFlowId: trial.ids.flow };
  await trial.client.send(new AssociatePhoneNumberContactFlowCommand(request));
  return id;
}

describe('AssociatePhoneNumberContactFlow', () => {
  it('has the number answered by the flow from then on, and says so when asked', async () => {
    const id = await answered();
    const list = new ListFlowAssociationsCommand({ InstanceId: trial.ids.instance, ResourceType: 'VOICE_PHONE_NUMBER' });
    const { FlowAssociationSummaryList = [] } = await trial.client.send(list);
    expect(
      FlowAssociationSummaryList.map(({ ResourceId, FlowId }) => [ResourceId?.split('/').at(-1), FlowId?.split('/').at(-1)]),
    ).toEqual([[id, trial.ids.flow]]);
  });

  it('asks IAM about the number and about the flow', async () => {
    await answered();
    const asked = trial.asked.find(({ operation }) => operation === 'AssociatePhoneNumberContactFlow');
    expect(asked?.checks.map(({ resource }) => resource.split(':')[5]?.split('/').slice(0, -1).join('/'))).toEqual([
      'phone-number',
      `instance/${trial.ids.instance}/contact-flow`,
    ]);
  });

  it('knows no number and no flow that is not there', async () => {
    const id = await line();
    const request = { PhoneNumberId: id, InstanceId: trial.ids.instance, ContactFlowId: trial.ids.flow };
    for (const wrong of [{ PhoneNumberId: 'none' }, { ContactFlowId: 'none' }]) {
      const command = new AssociatePhoneNumberContactFlowCommand({ ...request, ...wrong });
      await expect(trial.client.send(command)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
  });
});

describe('somebody who calls in', () => {
  it('is taken by the flow, with their number and INBOUND in the contact, and is no ring', async () => {
    await answered({ readings: { reasonInEvent: true } });
    const ring = trial.service.callIn({ from: ana, to: trial.number, does: { steps: [{ hears: /press 9/, presses: '9' }] } });
    await trial.pass(30);
    expect(ring).toMatchObject({ number: ana, end: 'flow ended', keys: [{ key: '9', taken: true }] });
    expect(trial.service.network.rings()).toEqual([]);
    const { Contact } = await trial.client.send(
      new DescribeContactCommand({ InstanceId: trial.ids.instance, ContactId: ring.contactId }),
    );
    expect(Contact).toMatchObject({ InitiationMethod: 'INBOUND', CustomerEndpoint: { Address: ana } });
    expect(trial.events.map(({ detail }) => (detail as { initiationMethod: string }).initiationMethod)).toContain('INBOUND');
  });

  it.each(['anonymous', 'absent'] as const)('who withholds the number is shown to functions as %s', async (withheldNumber) => {
    const seen: unknown[] = [];
    const Parameters = {
      LambdaFunctionARN: 'arn:aws:lambda:us-east-1:123456789012:function:answer',
      InvocationTimeLimitSeconds: '8',
      InvocationType: 'SYNCHRONOUS',
    };
    const Transitions = { NextAction: 'end', Errors: [{ ErrorType: 'NoMatchingError', NextAction: 'end' }] };
    await answered({
      readings: { withheldNumber },
      content: JSON.stringify(flow({ Identifier: 'who', Type: 'InvokeLambdaFunction', Parameters, Transitions })),
      invoke: async (_arn, event) => {
        const { ContactData } = (event as { Details: { ContactData: { CustomerEndpoint: unknown } } }).Details;
        seen.push(ContactData.CustomerEndpoint);
        return { payload: {} };
      },
    });
    trial.service.callIn({ to: trial.number, does: {} });
    await trial.pass(5);
    expect(seen).toEqual([withheldNumber === 'absent' ? null : { Address: 'anonymous', Type: 'TELEPHONE_NUMBER' }]);
  });

  it('types digits up to #, the longest input, or a pause; nothing typed goes on all the same', async () => {
    const says = ask('You typed $.StoredCustomerInput, thank you.', {}, 'end', 'again');
    await answered({ content: JSON.stringify(flow(digits, says)) });
    const heard = async (presses: string) => {
      const steps = presses === '' ? [] : [{ hears: /Type/, presses }];
      const ring = trial.service.callIn({ from: ana, to: trial.number, does: { steps } });
      await trial.pass(40);
      return ring.heard.at(-1)?.text;
    };
    expect(await heard('2175550122#')).toBe('You typed 2175550122, thank you.');
    expect(await heard('12175550122')).toBe('You typed 12175550122, thank you.');
    expect(await heard('99*217')).toBe('You typed 217, thank you.');
    expect(await heard('')).toBe('You typed Timeout, thank you.');
  });

  it('hears nobody where no flow answers, or every line is taken', async () => {
    await line({ concurrentCalls: 0 });
    expect(trial.service.callIn({ from: ana, to: trial.number, does: {} }).end).toBe('not connected');
    const id = (await trial.client.send(new ListPhoneNumbersV2Command({}))).ListPhoneNumbersSummaryList?.[0]?.PhoneNumberId;
    const request = { PhoneNumberId: id, InstanceId: trial.ids.instance, ContactFlowId: trial.ids.flow };
    await trial.client.send(new AssociatePhoneNumberContactFlowCommand(request));
    expect(trial.service.callIn({ from: ana, to: trial.number, does: {} }).end).toBe('not connected');
    expect(() => trial.service.callIn({ to: '+12025550000', does: {} })).toThrow('not a number of this Connect');
  });
});
