import { afterEach, describe, expect, it } from 'vitest';
import { functionArn, make, type Trial, tryOut } from '../../../test/fixtures/connect-trial.ts';
import { ask, flow } from '../../../test/fixtures/telephone-trial.ts';

const ana = '+12175550111';
let trial: Trial;
afterEach(() => trial.close());

const asks = (arn: string) => {
  const Parameters = { LambdaFunctionARN: arn, InvocationTimeLimitSeconds: '8' };
  const Transitions = { NextAction: 'spoken', Errors: [{ ErrorType: 'NoMatchingError', NextAction: 'sorry' }] };
  const first = { Identifier: 'answer', Type: 'InvokeLambdaFunction', Parameters, Transitions };
  return flow(first, ask('$.External.text', {}, 'end', 'spoken'), ask('Sorry.', {}, 'end', 'sorry'));
};

describe('a function asked by a flow', () => {
  it('is invoked as connect.amazonaws.com, with the contact in the event', async () => {
    const invocations: unknown[] = [];
    trial = await tryOut({
      content: JSON.stringify(asks(functionArn)),
      invoke: async (...invocation) => {
        invocations.push(invocation);
        return { payload: { text: 'Closed.' } };
      },
    });
    trial.service.network.everybody({ picksUp: true });
    await trial.start(ana, { Attributes: { callId: 'n1.c1' } });
    await trial.pass(40);
    expect(trial.service.network.rings(ana)[0]?.heard.map((heard) => heard.text)).toEqual(['Closed.']);
    const ContactData = {
      Attributes: { callId: 'n1.c1' },
      Channel: 'VOICE',
      CustomerEndpoint: { Address: ana, Type: 'TELEPHONE_NUMBER' },
    };
    expect(invocations).toMatchObject([
      [
        functionArn,
        { Name: 'ContactFlowEvent', Details: { ContactData } },
        { kind: 'service', arn: 'connect.amazonaws.com' },
        8000,
      ],
    ]);
  });

  it('that failed, or is not associated with the instance, leads to the error branch', async () => {
    const other = functionArn.replace('answer', 'other');
    for (const [arn, functionError] of [
      [functionArn, 'Unhandled'],
      [other, undefined],
    ] as const) {
      const payload = { text: 'No.' };
      const result = functionError === undefined ? { payload } : { payload, functionError };
      trial = await tryOut({ content: JSON.stringify(asks(arn)), invoke: async () => result });
      trial.service.network.everybody({ picksUp: true });
      await trial.start(ana);
      await trial.pass(40);
      expect(trial.service.network.rings(ana)[0]?.heard.map((heard) => heard.text)).toEqual(['Sorry.']);
      await trial.close();
    }
  });
});

describe('the template’s resources', () => {
  it('refuse what they do not know', async () => {
    trial = await tryOut();
    const create = (type: string, properties: Record<string, unknown>) => () =>
      trial.service.resources[`AWS::Connect::${type}`]?.('X', properties);
    expect(create('Instance', { IdentityManagementType: 'SAML', Attributes: {}, Colour: 'red' })).toThrow(/does not know Colour/);
    expect(create('Instance', { IdentityManagementType: 'SAML', Attributes: { ContactflowLogs: true } })).toThrow(
      /keeps no such log/,
    );
    expect(create('PhoneNumber', { TargetArn: 'arn:aws:connect:us-east-1:1:instance/none' })).toThrow(
      /there is no Connect instance/,
    );
    expect(create('Queue', { InstanceArn: 'arn' })).toThrow(/there is no Connect instance/);
  });

  it('have the same ids in every run, and refuse outbound calls where the instance does', async () => {
    trial = await tryOut();
    expect(
      make(
        (await tryOutAgain()).service,
        '{"Version":"2019-10-30","StartAction":"e","Actions":[{"Identifier":"e","Type":"DisconnectParticipant","Parameters":{},"Transitions":{}}]}',
      ).ids.instance,
    ).toBe(trial.ids.instance);
  });
});

async function tryOutAgain(): Promise<Trial> {
  const again = await tryOut();
  await again.close();
  return again;
}

describe('an instance the district has already', () => {
  it('takes the template’s number, and is refused where it is no instance', async () => {
    const arn = 'arn:aws:connect:us-east-1:123456789012:instance/0f0e0d0c-1111-4222-8333-444455556666';
    trial = await tryOut({ existingInstances: [arn] });
    const claim = trial.service.resources['AWS::Connect::PhoneNumber']?.('Line', {
      TargetArn: arn,
      Type: 'TOLL_FREE',
      CountryCode: 'US',
    });
    expect(claim).toMatchObject({ attributes: { Address: '+18005550100' } });
    await expect(tryOut({ existingInstances: ['arn:aws:s3:::bucket'] })).rejects.toThrow(/not the ARN of a Connect instance/);
  });
});

describe('the door', () => {
  it('answers 501 to what it does not know, and AccessDenied by name', async () => {
    trial = await tryOut();
    expect((await fetch(`${trial.world.endpoint}/instance`, { method: 'PUT' })).status).toBe(501);
    trial.setPolicy((action) => action !== 'connect:StartOutboundVoiceContact');
    await expect(trial.start(ana)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('prints what is honoured and what is inert, field by field', async () => {
    trial = await tryOut();
    const row = trial.service.coverage.find(({ operation }) => operation === 'StartOutboundVoiceContact');
    expect(row?.honoured).toContain('RingTimeoutInSeconds');
    expect(row?.inert).toEqual(['CampaignId']);
    expect(trial.service.coverage.map(({ operation }) => operation)).toContain('flow action GetParticipantInput');
  });
});
