import { expect } from 'vitest';
import { drop, reportOn } from '../../cli/demo/intake.ts';
import { zip } from '../../infra/local/sample-district/index.ts';
import { type Day, scenario } from './scenario.ts';

/** Drops a delta in which one student goes to another grade; the contacts beside it are whole. */
async function promoted(day: Day, stem: string, student: string, grade: string) {
  const { sample } = day.stage;
  const [header = '', ...rows] = (sample.roster.files['users.csv'] ?? '').split('\r\n');
  const before = rows.find((line) => line.startsWith(`${student},`)) ?? '';
  const row = before.replace(/^([^,]*),,,/, `$1,active,${sample.day},`).replace(/,\w+,$/, `,${grade},`);
  const files = { 'manifest.csv': 'propertyName,value\nfile.users,delta\n', 'users.csv': `${header}\r\n${row}\r\n` };
  await drop(`roster/${stem}.contacts.csv`, sample.contacts.csv, day.stage);
  await drop(`roster/${stem}.zip`, await zip(files, sample.day), day.stage);
  return reportOn(`roster/${stem}.zip`, day.stage);
}

scenario('deltas are laid over the bulk export that lies in the bucket, one over the other', {}, async (day) => {
  const { sample, district } = day.stage;
  const { id = '' } = sample.families[0]?.students[0] ?? {};
  const studentKey = (await district.pseudonyms()).student(id);
  const grade = async () => (await district.book.read('student', [studentKey])).get(studentKey)?.grade;
  await day.nightlyExport();
  for (const [stem, to] of [
    ['2026-11-25', '11'],
    ['2026-11-26', '12'],
  ] as const) {
    const { result, counts, summary } = await promoted(day, stem, id, to);
    expect([result, counts['students written'], await grade()], summary).toEqual(['imported', 1, to]);
    expect(summary).toContain(`laid over ${sample.day}.zip`);
  }
});
