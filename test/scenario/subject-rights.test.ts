import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, expect } from 'vitest';
import { type Command, CommandRefused } from '../../cli/command.ts';
import { recordsOf } from '../../cli/demo/records.ts';
import { disclosureList } from '../../cli/disclosure-list.ts';
import { disclosureRecord } from '../../cli/disclosure-record.ts';
import { createTerminal } from '../../cli/machine/terminal.ts';
import { subjectErase } from '../../cli/subject-erase.ts';
import { subjectExplain } from '../../cli/subject-explain.ts';
import { subjectExport } from '../../cli/subject-export.ts';
import { subjectReturned } from '../../cli/subject-returned.ts';
import { createSampleDistrict, type SampleContact } from '../../infra/local/sample-district/index.ts';
import { SAMPLE_DISTRICT } from '../../infra/synthesize.ts';
import { documentClient } from '../../shared/aws/clients.ts';
import { callIdOf } from '../../shared/calls/call-id.ts';
import type { Disclosure } from '../../shared/subject/disclosure.ts';
import type { Dossier } from '../../shared/subject/dossier.ts';
import type { Explanation } from '../../shared/subject/explain.ts';
import { anotherDistrict } from './another-district.ts';
import { type Day, scenario } from './scenario.ts';

const SCHOOL = 'plsd-lakeside';
const out = mkdtempSync(join(tmpdir(), 'ringfence-rights-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** A command as an operator runs it in a script: nobody to ask. */
async function run(command: Command, args: Readonly<Record<string, unknown>>, { stage }: Day) {
  const results: unknown[] = [];
  const terminal = { ...createTerminal(process.stdout, true), result: (value: unknown) => results.push(value) };
  const code = await command.run(args, {
    terminal,
    clock: stage.district.clock,
    operator: 'cli:a-test',
    district: async () => stage.district,
    confirm: async () => true,
    ask: async () => undefined,
    press: async () => undefined,
  });
  return { code, result: results[0] };
}

async function exported(id: string, day: Day, more: Readonly<Record<string, unknown>> = {}) {
  for (const name of readdirSync(out)) rmSync(join(out, name));
  await run(subjectExport, { contact: id, out, ...more }, day);
  const files = readdirSync(out);
  const read = (ending: string) => readFileSync(join(out, files.find((name) => name.endsWith(ending)) ?? ''), 'utf8');
  for (const name of files) expect(statSync(join(out, name)).mode & 0o077, `${name} is for its owner alone`).toBe(0);
  const dossier: Dossier = JSON.parse(read('.json'));
  return { dossier, page: read('.html'), names: files };
}

/** A parent who agreed to events, in one of the languages of the page. */
function parentOf(language: string, day: Day): SampleContact {
  const all = day.families(SCHOOL).flatMap(({ contacts }) => contacts);
  const found = all.find((one) => one.language === language && one.consent.event === 'yes');
  if (found === undefined) throw new Error(`nobody at ${SCHOOL} speaks ${language} and agreed to events`);
  return found;
}

/** What would name anybody else: names, numbers, ids of all other contacts, where they differ from this person's own. */
function othersIn(text: string, { id, numbers, givenName, familyName }: SampleContact, day: Day): readonly string[] {
  const others = day.stage.sample.families.flatMap(({ contacts }) => contacts).filter((one) => one.id !== id);
  const own = new Set([givenName, familyName, ...numbers.map(({ e164 }) => e164)]);
  const telling = others.flatMap((one) => [one.id, `${one.givenName} ${one.familyName}`, ...one.numbers.map(({ e164 }) => e164)]);
  return telling.filter((one) => !own.has(one) && text.includes(one));
}

const auditSubjects = async ({ stage }: Day) => (await stage.district.everybody()).map(({ auditSubject }) => auditSubject);

/** Every item of both tables, as somebody with a copy of them would search it. */
async function tables({ stage }: Day): Promise<string> {
  const names = ['ContactsTableName', 'NoticesTableName'].map((name) => stage.district.outputs[name]);
  const scans = await Promise.all(names.map((TableName) => documentClient().send(new ScanCommand({ TableName }))));
  return JSON.stringify(scans.flatMap(({ Items = [] }) => Items));
}

/** The next export brings somebody back, without what went; the stop has stayed on the number. */
async function comesBackWithoutWhatWent(ana: SampleContact, gone: Dossier['held']['pseudonyms'], day: Day): Promise<void> {
  const { auditSubject, contactKey } = gone;
  await day.nightlyExport(await createSampleDistrict({ seed: 1, students: 60, day: '2026-11-25' }));
  const back = await run(subjectReturned, {}, day);
  expect(back).toMatchObject({ code: 1, result: { back: [{ contactKey }] } });
  expect(await auditSubjects(day), 'they are somebody new to the trail').not.toContain(auditSubject);
  const anew = await exported(ana.id, day);
  expect(anew.dossier.uses, 'nothing of before is theirs').toEqual([]);
  const states = anew.dossier.held.numbers.flatMap(({ consents }) => consents.flatMap(({ history }) => history));
  expect(states.map(({ state, capturedBy }) => `${state} ${capturedBy}`).filter((one) => one.startsWith('granted'))).toEqual([]);
  expect(anew.dossier.held.numbers[0]?.stopped).toContain('event');
}

scenario(
  'a parent reads all that is held and was done, in their language and with nobody else in it; is forgotten; and is not called on what went',
  { patienceMs: 400_000 },
  async (day) => {
    const { district } = day.stage;
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    const ana = parentOf('es', day);
    const number = ana.numbers[0]?.e164 ?? '';
    const phone = day.phone(number);
    phone.does({ picksUp: true, presses: '8' });
    const concert = await day.raise({ purpose: 'event', school: SCHOOL, message: 'winter-concert' });
    await day.untilClosed(concert);
    day.claimAll(concert);
    const keys = await district.pseudonyms();
    const callId = callIdOf(concert, keys.number(number));

    // They ask, and get it: everything, readable, nobody else's.
    const { dossier, page, names } = await exported(ana.id, day, { identified: 'photo id seen', inspectionOpen: '2026-11-24' });
    expect(
      names.some((name) => name.includes(ana.id)),
      'no id of the student information system in a file name',
    ).toBe(false);
    expect(page).toContain('<html lang="es" dir="ltr">');
    for (const { e164 } of ana.numbers) expect(page).toContain(e164);
    const use = dossier.uses.find((one) => one.callId === callId);
    expect(use).toMatchObject({ purpose: 'event', number, notice: { message: 'winter-concert', raisedBy: 'a-test' } });
    expect(use?.decisions[0]).toMatchObject({ kind: 'permit', basis: 'consent', ruling: { rule: 'permit.consent' } });
    expect(use?.keys.map(({ key }) => key)).toEqual(['8']);
    expect(dossier.held.numbers[0]?.stopped).toContain('event');
    expect(dossier.held.numbers[0]?.consents.find(({ purpose }) => purpose === 'event')?.history[0]?.evidence?.sha256).toMatch(
      /^[0-9a-f]{64}$/,
    );
    expect(othersIn(page, ana, day), 'others in the page').toEqual([]);
    expect(othersIn(JSON.stringify(dossier), ana, day), 'others in the JSON').toEqual([]);

    const told = (await run(subjectExplain, { call: callId }, day)).result as Explanation;
    expect(told.decisions[0]?.ruling).toMatchObject({ rule: 'permit.consent', citation: expect.stringMatching(/64\.1200/) });
    expect(told.restedOn.map(({ entry }) => entry.state)).toContain('granted');
    expect(told.stopsAfter.map(({ requested }) => requested)).toEqual(['purpose:event']);

    // While their request is open, and without the id typed, nothing is erased.
    const erase = (args: object) => run(subjectErase, { contact: ana.id, ...args }, day);
    await expect(erase({ confirm: ana.id })).rejects.toThrow(/request of 2026-11-24 to inspect/);
    await exported(ana.id, day, { inspectionClosed: true });
    await expect(erase({})).rejects.toThrow(CommandRefused);
    const { auditSubject, contactKey } = dossier.held.pseudonyms;
    expect(await auditSubjects(day)).toContain(auditSubject);
    expect((await erase({ confirm: ana.id })).code).toBe(0);

    // The trail still has its records, and nothing leads from them to her, nor from her to them.
    const records = await recordsOf(district.trailSource());
    expect(records.filter(({ subject }) => subject === auditSubject).map(({ kind }) => kind)).toContain('call.permit');
    const phases = records.filter(({ kind }) => kind === 'subject.erased').map(({ facts }) => facts?.['phase']);
    expect(phases.toSorted()).toEqual(['begun', 'done']);
    expect(JSON.stringify(records), 'the key of the book is nowhere in the trail').not.toContain(contactKey);
    expect(await auditSubjects(day)).not.toContain(auditSubject);
    expect(await tables(day)).not.toContain(auditSubject);
    expect((await district.calls.get([callId])).get(callId)?.recipients).toEqual([]);
    await expect(run(subjectExport, { contact: ana.id, out }, day)).rejects.toThrow(/was erased/);
    const after = (await run(subjectExplain, { call: callId }, day)).result as Explanation;
    expect(after).toMatchObject({ people: [], restedOn: [] });
    expect(after.unknown.join(' ')).toMatch(/erased/);
    expect((await run(subjectReturned, {}, day)).code).toBe(0);

    await comesBackWithoutWhatWent(ana, { auditSubject, contactKey }, day);
  },
);

const { messages } = JSON.parse(readFileSync(SAMPLE_DISTRICT, 'utf8'));
const gasLeak = { ...messages['evacuate-gas-leak'], saysWhere: true };
const tellsNeighbours = await anotherDistrict({
  callEmergencyOnlyContacts: true,
  messages: { ...messages, 'evacuate-gas-leak': gasLeak },
});

scenario(
  'an emergency contact who was told where the students are stands in the student’s record of disclosures, also after being forgotten',
  { ...tellsNeighbours, patienceMs: 400_000 },
  async (day) => {
    await day.nightlyExport();
    day.everybody({ picksUp: true, presses: '1' });
    const family = day.stage.sample.families.find(
      ({ students, contacts }) =>
        students.every(({ schoolId }) => schoolId === SCHOOL) &&
        contacts.some(
          ({ emergencyOnly, restrictedFor, numbers }) => emergencyOnly && restrictedFor.length === 0 && numbers.length > 0,
        ),
    );
    const [student] = family?.students ?? [];
    const neighbour = family?.contacts.find(({ emergencyOnly, numbers }) => emergencyOnly && numbers.length > 0);
    if (student === undefined || neighbour === undefined) throw new Error('the sample has no emergency contact at the school');
    const evacuation = await day.raise({ purpose: 'emergency', school: SCHOOL, message: 'evacuate-gas-leak' });
    await day.untilClosed(evacuation);
    day.claimAll(evacuation);

    const told = {
      student: student.id,
      to: 'Officer J. Marsh',
      interest: 'search',
      what: 'address',
      threat: 'missing from the bus',
    };
    await run(disclosureRecord, { ...told, dated: '2026-11-24T09:40:00-06:00' }, day);
    const listed = async () => {
      const { result } = await run(disclosureList, { student: student.id }, day);
      return (result as { disclosures: Disclosure[] }).disclosures.map(({ party, threat }) => `${party}: ${threat}`);
    };
    const name = `${neighbour.givenName} ${neighbour.familyName}`;
    const before = await listed();
    expect(before).toContain('Officer J. Marsh: missing from the bus');
    expect(before).toContain(`${name}: evacuate-gas-leak, raised by a-test`);

    expect((await run(subjectErase, { contact: neighbour.id, confirm: neighbour.id }, day)).code).toBe(0);
    expect((await listed()).toSorted(), 'the student’s record keeps it (34 CFR 99.32(a)(2))').toEqual(before.toSorted());
    const records = await recordsOf(day.stage.district.trailSource());
    const said = JSON.stringify(records.filter(({ kind }) => kind === 'disclosure.recorded'));
    expect(said, 'neither party nor student in the trail').not.toMatch(/Marsh|missing|bus/);
  },
);
