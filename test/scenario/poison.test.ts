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
    // Each delivery is recorded; one a message is enough to read.
    const reasons = new Set(records.map(({ facts }) => JSON.stringify(facts)));
    expect(new Set(records.map(({ facts }) => facts?.['message'])).size).toBe(poison.length);
    const expected = [/MESSAGE_UNREADABLE.*not JSON/, /MESSAGE_MALFORMED.*callId/];
    const named = (words: RegExp) => [...reasons].filter((reason) => words.test(reason)).length;
    expect(expected.map(named), 'each record names what is wrong').toEqual([1, 2]);
    expect(errorsOf('place-call', day.stage)).toEqual(expect.arrayContaining(['MESSAGE_UNREADABLE', 'MESSAGE_MALFORMED']));
    expect(metric('MessageGivenUp', 'place-call', day.stage)).toBeGreaterThan(0);
  },
);
