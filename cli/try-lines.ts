import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { Stage } from './demo/stage.ts';
import { OUTPUT_FOLDER } from './machine/local-cloud-note.ts';
import type { Terminal } from './machine/terminal.ts';

/** Id of the notice the printed line raises, so that the printed look-up finds it. */
const NOTICE_ID = 'try-evacuation';

/** Lays the sample's files where a person can take them. @returns their paths, as one types them here */
export function writeSample({ sample }: Pick<Stage, 'sample'>): { roster: string; contacts: string; attendance: string } {
  const folder = join(OUTPUT_FOLDER, 'sample');
  mkdirSync(folder, { recursive: true });
  const lay = (key: string, body: string | Uint8Array): string => {
    const path = join(folder, basename(key));
    writeFileSync(path, body);
    const typed = relative('', path);
    return typed.startsWith('..') ? path : typed;
  };
  const { roster, contacts, attendance } = sample;
  return {
    roster: lay(roster.key, roster.zip),
    contacts: lay(contacts.key, contacts.csv),
    attendance: lay(attendance.key, attendance.csv),
  };
}

function raiseEntries(busName: string | undefined): string {
  const Detail = JSON.stringify({
    noticeId: NOTICE_ID,
    purpose: 'emergency',
    audience: { kind: 'schools', schools: ['plsd-maple'] },
    message: { name: 'evacuate-gas-leak' },
    raisedBy: 'me',
  });
  return JSON.stringify([{ EventBusName: busName, Source: 'ringfence.emergency', DetailType: 'Notice Raised', Detail }]);
}

/** Lines to paste, in the order in which they make sense. Debian's AWS CLI 2.9 does not know AWS_ENDPOINT_URL: each carries it. */
export function tryLines(stage: Pick<Stage, 'cloud' | 'district' | 'sample'>): readonly string[] {
  const { cloud, district } = stage;
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = cloud.operatorEnv;
  const { outputs } = district;
  const files = writeSample(stage);
  const aws = `aws --endpoint-url ${cloud.endpoint}`;
  const intake = `s3://${outputs['IntakeBucketName']}`;
  const ringfence = `npm run ringfence -- --endpoint-url ${cloud.endpoint}`;
  return [
    `export AWS_ACCESS_KEY_ID=${AWS_ACCESS_KEY_ID} AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY} AWS_DEFAULT_REGION=us-east-1`,
    `${aws} s3 cp ${files.roster} ${intake}/roster/mine.zip`,
    `${aws} s3 cp ${files.contacts} ${intake}/roster/mine.contacts.csv`,
    `${aws} s3 cp ${intake}/reports/roster/mine.zip.json -`,
    `${aws} events put-events --entries '${raiseEntries(outputs['BusName'])}'`,
    `${aws} sqs get-queue-attributes --queue-url ${outputs['UrgentQueueUrl']} --attribute-names All`,
    `${ringfence} notice status --id ${NOTICE_ID}`,
    `${ringfence} audit verify`,
  ];
}

export function sayTryLines(stage: Stage, terminal: Terminal): void {
  terminal.heading('Try it with the unmodified AWS CLI, in another terminal');
  for (const line of tryLines(stage)) terminal.line(`  ${line}`);
}
