import { createAbsenceBook } from '../../shared/aws/absence-store.ts';
import { intakeAdapters, intakeVariables } from '../../shared/aws/intake-adapters.ts';
import { onQueue, readBody } from '../../shared/aws/runtime.ts';
import { readConfig, readSettings } from '../../shared/aws/settings.ts';
import { systemClock } from '../../shared/clock/clock.ts';
import { dropMessage } from '../../shared/roster/intake.ts';
import { importAbsences } from './import-absences.ts';

const config = readConfig(intakeVariables, process.env);
const adapters = intakeAdapters(config);
const settings = readSettings(new URL('./district.json', import.meta.url));
const { read } = adapters.reader;
const students = (studentKeys: readonly string[]) => read('student', studentKeys);
const { enrolled } = adapters.book;
const ports = { ...adapters, settings, students, enrolled, absences: createAbsenceBook(adapters), clock: systemClock };

export const handler = onQueue((message) => importAbsences(ports, readBody(message, dropMessage).key), { audit: adapters.trail });
