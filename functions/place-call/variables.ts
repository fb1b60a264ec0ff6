import { z } from 'zod';

/** What place-call is told by its environment. */
export const variables = {
  CONTACTS_TABLE: z.string(),
  NOTICES_TABLE: z.string(),
  DATA_KEY_ARN: z.string(),
  DISTRICT: z.string(),
  AUDIT_BUCKET: z.string(),
  WRITER: z.string(),
  URGENT_QUEUE_URL: z.url(),
  ROUTINE_QUEUE_URL: z.url(),
  CONNECT_INSTANCE_ID: z.string(),
  CONNECT_FLOW_ID: z.string(),
  CONNECT_QUEUE_ID: z.string(),
};

/** Where its calls start: instance, flow and the queue whose number is shown. */
export function connectOf(config: Readonly<Record<`CONNECT_${'INSTANCE' | 'FLOW' | 'QUEUE'}_ID`, string>>) {
  return { instanceId: config.CONNECT_INSTANCE_ID, flowId: config.CONNECT_FLOW_ID, queueId: config.CONNECT_QUEUE_ID };
}
