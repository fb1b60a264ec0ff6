import { z } from 'zod';

/** What record-outcome is told by its environment. */
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
};
