import { z } from 'zod';
import { intakeAdapters, intakeVariables } from '../../shared/aws/intake-adapters.ts';
import { freshIds } from '../../shared/aws/naming.ts';
import { createOffice } from '../../shared/aws/office-store.ts';
import { onQueue, readBody } from '../../shared/aws/runtime.ts';
import { readConfig, readSettings } from '../../shared/aws/settings.ts';
import { systemClock } from '../../shared/clock/clock.ts';
import { dropMessage } from '../../shared/roster/intake.ts';
import { importDrop } from './import-drop.ts';

const config = readConfig(intakeVariables.extend({ NOTICES_TABLE: z.string() }), process.env);
const adapters = intakeAdapters(config);
const settings = readSettings(new URL('./district.json', import.meta.url));
const office = createOffice(adapters.sealed, config.NOTICES_TABLE);
const ports = { ...adapters, settings, office, fresh: freshIds, clock: systemClock };

export const handler = onQueue(
  (message, timeLeft) => importDrop(ports, { ...readBody(message, dropMessage), messageId: message.messageId }, timeLeft),
  { audit: adapters.trail },
);
