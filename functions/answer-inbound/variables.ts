import { z } from 'zod';

export const variables = {
  CONTACTS_TABLE: z.string(),
  NOTICES_TABLE: z.string(),
  DATA_KEY_ARN: z.string(),
  DISTRICT: z.string(),
  AUDIT_BUCKET: z.string(),
  WRITER: z.string(),
};
