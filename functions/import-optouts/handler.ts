import { intakeAdapters, intakeVariables } from '../../shared/aws/intake-adapters.ts';
import { onQueue, readBody } from '../../shared/aws/runtime.ts';
import { readConfig, readSettings } from '../../shared/aws/settings.ts';
import { createSilenceBrake } from '../../shared/aws/silence-brake.ts';
import { systemClock } from '../../shared/clock/clock.ts';
import { dropMessage } from '../../shared/roster/intake.ts';
import { importOptouts } from './import-optouts.ts';

const adapters = intakeAdapters(readConfig(intakeVariables, process.env));
const settings = readSettings(new URL('./district.json', import.meta.url));
const ports = { ...adapters, settings, clock: systemClock, brake: createSilenceBrake(adapters) };

export const handler = onQueue((message) => importOptouts(ports, readBody(message, dropMessage).key), { audit: adapters.trail });
