import type { StartOutboundVoiceContactRequest } from '@aws-sdk/client-connect';
import { afterEach, describe, expect, it } from 'vitest';
import { type Trial, type TrialOptions, tryOut } from '../../../../test/fixtures/connect-trial.ts';

const ana = '+12175550111';
let trial: Trial;
afterEach(() => trial.close());

async function open(options: TrialOptions = {}): Promise<Trial> {
  trial = await tryOut(options);
  trial.service.network.everybody({ picksUp: true });
  return trial;
}

describe('StartOutboundVoiceContact', () => {
  it('rings the number from the queue’s caller id, under the name it was given', async () => {
    const { start, number, pass, service, asked } = await open();
    const contactId = await start(ana, { Name: 'n1.c1#1', Attributes: { callId: 'n1.c1', attempt: '1' } });
    await pass(40);
    expect(service.network.rings(ana)).toMatchObject([{ contactId, name: 'n1.c1#1', callerId: number, answeredBy: 'human' }]);
    expect(number).toBe('+12025550100');
    expect(asked[0]?.checks).toEqual([{ action: 'connect:StartOutboundVoiceContact', resource: '*' }]);
  });

  it.each<[string, string, Partial<StartOutboundVoiceContactRequest>, string]>([
    ['a number that is not E.164', '2175550111', {}, 'InvalidParameterException'],
    [
      'a flow’s ARN for its id',
      ana,
      { ContactFlowId: 'arn:aws:connect:us-east-1:1:instance/i/contact-flow/f' },
      'InvalidParameterException',
    ],
    ['a flow that is not there', ana, { ContactFlowId: 'nothing' }, 'ResourceNotFoundException'],
    ['an instance that is not there', ana, { InstanceId: 'nothing' }, 'ResourceNotFoundException'],
    ['a caller that is not ours', ana, { SourcePhoneNumber: '+12025559999' }, 'InvalidParameterException'],
    ['a ring time-out below 15 s', ana, { RingTimeoutInSeconds: 14 }, 'InvalidParameterException'],
    ['a ring time-out above 60 s', ana, { RingTimeoutInSeconds: 61 }, 'InvalidParameterException'],
    ['an attribute name with a dot', ana, { Attributes: { 'call.id': 'x' } }, 'InvalidParameterException'],
    ['attributes of more than 32,768 bytes', ana, { Attributes: { a: 'x'.repeat(32_768) } }, 'InvalidParameterException'],
    ['a token of more than 500 characters', ana, { ClientToken: 'x'.repeat(501) }, 'InvalidParameterException'],
    [
      'machine detection on general traffic',
      ana,
      { AnswerMachineDetectionConfig: { EnableAnswerMachineDetection: true } },
      'InvalidParameterException',
    ],
    ['Jamaica, behind +1', '+18765550111', {}, 'DestinationNotAllowedException'],
    ['a British mobile', '+447700900123', {}, 'DestinationNotAllowedException'],
    ['Russia', '+74951234567', {}, 'DestinationNotAllowedException'],
  ])('refuses %s, and nothing rings', async (_what, to, more, name) => {
    const { start, service } = await open();
    await expect(start(to, more)).rejects.toMatchObject({ name });
    expect(service.network.rings()).toEqual([]);
  });

  it('takes no account of neither number nor queue', async () => {
    const { start, ids, number, service } = await open();
    const { QueueId: _, ...bare } = { QueueId: '', InstanceId: ids.instance };
    await expect(start(ana, { ...bare, QueueId: '' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await start(ana, { SourcePhoneNumber: number });
    expect(service.network.rings()).toHaveLength(1);
  });
});

describe('a client token used again', () => {
  it('answers with the same contact while the call goes on', async () => {
    const { start, service } = await open({ readings: { tokenAfterHangUp: 'new contact' } });
    const first = await start(ana, { ClientToken: 't-1' });
    expect(await start(ana, { ClientToken: 't-1' })).toBe(first);
    expect(service.network.rings()).toHaveLength(1);
  });

  it.each<['same contact' | 'new contact', number]>([
    ['same contact', 1],
    ['new contact', 2],
  ])('after hang-up, read as "%s", makes %i rings', async (tokenAfterHangUp, rings) => {
    const { start, pass, service } = await open({ readings: { tokenAfterHangUp } });
    const first = await start(ana, { ClientToken: 't-1' });
    await pass(60);
    expect((await start(ana, { ClientToken: 't-1' })) === first).toBe(rings === 1);
    expect(service.network.rings()).toHaveLength(rings);
  });

  it('after seven days makes a new call under either reading', async () => {
    const { start, clock, service } = await open({ readings: { tokenAfterHangUp: 'same contact' } });
    await start(ana, { ClientToken: 't-1' });
    clock.advance(7 * 24 * 3_600_000 + 1);
    await start(ana, { ClientToken: 't-1' });
    expect(service.network.rings()).toHaveLength(2);
  });
});

describe('StartOutboundVoiceContact at its quotas', () => {
  it.each(['TooManyRequestsException', 'LimitExceededException', 'ThrottlingException'] as const)(
    'over the rate says %s',
    async (overRate) => {
      const { start, service, clock } = await open({ callsPerSecond: 2, callsBurst: 5, readings: { overRate } });
      for (let i = 0; i < 5; i += 1) await start(`+1217555020${i}`);
      await expect(start(ana)).rejects.toMatchObject({ name: overRate, $metadata: { httpStatusCode: 429 } });
      clock.advance(500);
      await start(ana);
      expect(service.network.rings()).toHaveLength(6);
    },
  );

  it('over concurrent calls accepts, and fails as fast busy without a ring', async () => {
    const { start, pass, service, seen } = await open({
      concurrentCalls: 1,
      readings: { overConcurrency: 'fast busy', reasonInEvent: true },
    });
    await start('+12175550112');
    const contactId = await start(ana);
    await pass(2);
    expect(seen('DISCONNECTED')).toMatchObject([{ contactId, disconnectReason: 'TELECOM_BUSY' }]);
    expect(service.network.rings(ana)).toEqual([]);
    await pass(60);
    await start(ana);
    expect(service.network.rings(ana)).toHaveLength(1);
  });

  it('or, read the other way, refuses', async () => {
    const { start, service } = await open({ concurrentCalls: 1, readings: { overConcurrency: 'LimitExceededException' } });
    await start('+12175550112');
    await expect(start(ana)).rejects.toMatchObject({ name: 'LimitExceededException' });
    service.setQuotas({ concurrentCalls: 2 });
    await start(ana);
    expect(service.network.rings(ana)).toHaveLength(1);
  });

  it('has none for campaign traffic until AWS grants it', async () => {
    const { start, pass, service } = await open({ readings: { overConcurrency: 'fast busy' } });
    const campaign = { TrafficType: 'CAMPAIGN' as const, AnswerMachineDetectionConfig: { EnableAnswerMachineDetection: true } };
    await start(ana, campaign);
    await pass(5);
    expect(service.network.rings()).toEqual([]);
    service.setQuotas({ concurrentCampaignCalls: 10 });
    await start(ana, campaign);
    expect(service.network.rings()).toHaveLength(1);
  });
});

describe('StartOutboundVoiceContact when the API itself fails', () => {
  it('has dialed nothing, or has dialed and not said so', async () => {
    const { start, service } = await open({ faults: { notPlaced: 1 } });
    await expect(start(ana)).rejects.toMatchObject({ name: 'InternalServiceException' });
    expect(service.network.rings()).toEqual([]);
    service.setFaults({ notPlaced: 0, placedButUnanswered: 1 });
    await expect(start(ana)).rejects.toMatchObject({ name: 'InternalServiceException' });
    expect(service.network.rings()).toHaveLength(1);
  });
});
