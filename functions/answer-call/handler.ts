import { z } from 'zod';
import { documentClient } from '../../shared/aws/clients.ts';
import { createEnvelope } from '../../shared/aws/envelope.ts';
import { measures, onFlow } from '../../shared/aws/runtime.ts';
import { readConfig, readSettings } from '../../shared/aws/settings.ts';
import { createSpokenCalls } from '../../shared/aws/spoken-call.ts';
import { systemClock } from '../../shared/clock/clock.ts';
import { answer } from './answer.ts';

const variables = z.strictObject({ NOTICES_TABLE: z.string(), DATA_KEY_ARN: z.string(), DISTRICT: z.string() });
const { NOTICES_TABLE: table, DATA_KEY_ARN: keyArn, DISTRICT: district } = readConfig(variables, process.env);
const ports = {
  clock: systemClock,
  settings: readSettings(new URL('./district.json', import.meta.url)),
  spokenCall: createSpokenCalls({ documents: documentClient(), table, envelope: createEnvelope({ keyArn, district, table }) }),
  count: measures.count,
};

export const handler = onFlow(({ Details }) => answer(ports, Details.ContactData.Attributes['callId'] ?? ''));
