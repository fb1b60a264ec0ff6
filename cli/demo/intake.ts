import { GetObjectCommand, NoSuchKey, PutObjectCommand } from '@aws-sdk/client-s3';
import { s3Client } from '../../shared/aws/clients.ts';
import { approveExport, heldExport } from '../approve-export.ts';
import { runUntilSo } from './day-clock.ts';
import { type ImportReport, parseImportReport } from './import-reports.ts';
import type { Stage } from './stage.ts';

/** A plain S3 PUT into the intake bucket, as the upload job of every SIS does it. */
export async function drop(key: string, body: Uint8Array | string, { district }: Pick<Stage, 'district'>): Promise<void> {
  await s3Client().send(new PutObjectCommand({ Bucket: district.outputs['IntakeBucketName'], Key: key, Body: body }));
}

async function readReport(key: string, { district }: Pick<Stage, 'district'>): Promise<unknown> {
  try {
    const { Body } = await s3Client().send(
      new GetObjectCommand({ Bucket: district.outputs['IntakeBucketName'], Key: `reports/${key}.json` }),
    );
    return JSON.parse((await Body?.transformToString()) ?? 'null');
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/**
 * Waits for the report on a dropped file, where its sender would look: beside it, under `reports/`.
 * @param before what it may have said until now
 */
export async function reportOn(
  key: string,
  stage: Stage,
  before: readonly ImportReport['result'][] = ['waiting'],
): Promise<ImportReport> {
  return runUntilSo(`a report on ${key}`, 20, stage, async () => {
    const found = await readReport(key, stage);
    const report = found === undefined ? undefined : parseImportReport(found);
    return report === undefined || before.includes(report.result) ? undefined : report;
  });
}

/** A night's export in the book. */
export interface Imported {
  /** Absent: it passed by itself. */
  readonly held?: ImportReport;
  readonly report: ImportReport;
}

/** Drops both halves and waits for the report; where it is the first export of all, a named person looks at it and says yes. */
export async function importExport(stage: Stage, name: string, sample = stage.sample): Promise<Imported> {
  const { roster, contacts } = sample;
  await drop(roster.key, roster.zip, stage);
  await drop(contacts.key, contacts.csv, stage);
  const held = await reportOn(roster.key, stage);
  const reasons = held.signals.filter(({ level }) => level === 'hold').map(({ id }) => id);
  if (held.result !== 'held' || !reasons.includes('first-export')) return { report: held };
  await approveExport(await heldExport(roster.key, stage.district), { name, login: 'cli:demo' }, stage.district);
  return { held, report: await reportOn(roster.key, stage, ['waiting', 'held']) };
}
