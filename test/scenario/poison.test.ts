import { GetQueueAttributesCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { recordsOf } from '../../cli/demo/records.ts';
import type { Template } from '../../infra/local/template/read-template.ts';
import { errorsOf, metric, queues } from './operator.ts';
import { type Day, scenario } from './scenario.ts';

/** Lets the urgent lane gather its batches for some seconds, so that poison and calls come to one invocation. */
function gathering(template: Template): Template {
  const Resources = Object.fromEntries(
    Object.entries(template.Resources).map(([id, resource]) => {
      if (!/PlaceCallUrgent/.test(id)) return [id, resource];
      return [id, { ...resource, Properties: { ...resource.Properties, MaximumBatchingWindowInSeconds: 10 } }];
    }),
  );
  return { ...template, Resources };
}

async function deadLetters(queue: string, { stage }: Day): Promise<number> {
  const QueueUrl = stage.district.outputs['DeadLetterQueueUrls']?.split(',').find((url) => url.includes(queue));
  const AttributeNames = ['ApproximateNumberOfMessages' as const];
  const { Attributes } = await queues().send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return Number(Attributes?.['ApproximateNumberOfMessages']);
}

scenario(
  'poison in a lane ends in its dead letters with a record of why, and holds up no call beside it',
  { alter: gathering },
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true, presses: '1' });
    const poison = ['no JSON at all', '{"callId":5}', '{"noticeId":"story-1"}'];
    const Entries = poison.map((MessageBody, index) => ({ Id: `p${index}`, MessageBody }));
    await queues().send(new SendMessageBatchCommand({ QueueUrl: day.stage.district.outputs['UrgentQueueUrl'], Entries }));
    const evacuation = await day.raise({ purpose: 'emergency', school: 'plsd-lakeside', message: 'evacuate-gas-leak' });
    const raisedAt = day.stage.cloud.clock.now();
    const calls = await day.untilClosed(evacuation);
    expect(calls.filter(({ state }) => state === 'confirmed').length).toBeGreaterThan(5);
    const [first] = day.stage.cloud.phones.rings();
    expect((first?.dialedAt ?? 0) - raisedAt, 'calls beside the poison do not wait for it').toBeLessThan(15_000);
    day.claimAll(evacuation);

    await day.leap(3_600);
    expect(await deadLetters('CallsUrgent', day), 'what the alarm on dead letters sees').toBe(poison.length);
    const records = (await recordsOf(day.stage.district.trailSource())).filter(({ kind }) => kind === 'message.poisoned');
    const reasons = new Set(records.map(({ facts }) => JSON.stringify(facts)));
    expect(new Set(records.map(({ facts }) => facts?.['message'])).size).toBe(poison.length);
    for (const reason of reasons) expect(reason).toMatch(/MESSAGE_UNREADABLE.*(not JSON|callId)/);
    expect(errorsOf('place-call', day.stage)).toContain('MESSAGE_UNREADABLE');
    expect(metric('MessageGivenUp', 'place-call', day.stage)).toBeGreaterThan(0);
  },
);
