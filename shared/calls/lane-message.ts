import { z } from 'zod';

/** A message of a lane. */
export const laneMessage = z.strictObject({ callId: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/) });
