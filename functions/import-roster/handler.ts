import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { intakeAdapters, intakeVariables } from '../../shared/aws/intake-adapters.ts';
import { freshIds } from '../../shared/aws/naming.ts';
import { createOffice } from '../../shared/aws/office-store.ts';
import { onQueue, readBody } from '../../shared/aws/runtime.ts';
import { readConfig, readSettings } from '../../shared/aws/settings.ts';
import { systemClock } from '../../shared/clock/clock.ts';
import { Spool } from '../../shared/disk/spool.ts';
import { dropMessage } from '../../shared/roster/intake.ts';
import { importDrop } from './import-drop.ts';

const config = readConfig(intakeVariables.extend({ NOTICES_TABLE: z.string() }), process.env);
const adapters = intakeAdapters(config);
const settings = readSettings(new URL('./district.json', import.meta.url));
const office = createOffice(adapters.sealed, config.NOTICES_TABLE);
// A function that was cut off has left its files behind, in an environment that goes on to be used.
const spools = join(tmpdir(), 'ringfence');
rmSync(spools, { recursive: true, force: true });
const openSpool = () => new Spool(spools);
const ports = { ...adapters, settings, office, openSpool, fresh: freshIds, clock: systemClock };

export const handler = onQueue(
  (message, timeLeft) => importDrop(ports, { ...readBody(message, dropMessage), messageId: message.messageId }, timeLeft),
  { audit: adapters.trail },
);
