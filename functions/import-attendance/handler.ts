import { z } from 'zod';
import { createAbsenceBook } from '../../shared/aws/absence-store.ts';
import { createCalendarBook } from '../../shared/aws/calendar-store.ts';
import { intakeAdapters, intakeVariables } from '../../shared/aws/intake-adapters.ts';
import { createTaskStore } from '../../shared/aws/office-store.ts';
import { onQueue, readBody } from '../../shared/aws/runtime.ts';
import { readConfig, readSettings } from '../../shared/aws/settings.ts';
import { systemClock } from '../../shared/clock/clock.ts';
import { dropMessage } from '../../shared/roster/intake.ts';
import { takeDrop } from './take-drop.ts';

const config = readConfig(intakeVariables.extend({ NOTICES_TABLE: z.string() }), process.env);
const adapters = intakeAdapters(config);
const settings = readSettings(new URL('./district.json', import.meta.url));
const { read } = adapters.reader;
const students = (studentKeys: readonly string[]) => read('student', studentKeys);
const { enrolled } = adapters.book;
const [absences, calendar] = [createAbsenceBook(adapters), createCalendarBook(adapters)];
const office = createTaskStore({ documents: adapters.documents, noticesTable: config.NOTICES_TABLE });
const ports = { ...adapters, settings, students, enrolled, absences, calendar, office, clock: systemClock };

export const handler = onQueue((message) => takeDrop(ports, readBody(message, dropMessage).key), { audit: adapters.trail });
