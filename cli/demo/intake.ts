import { GetObjectCommand, NoSuchKey, PutObjectCommand } from '@aws-sdk/client-s3';
import { s3Client } from '../../shared/aws/clients.ts';
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

/** Waits for the report on a dropped file, where its sender would look: beside it, under `reports/`. */
export async function reportOn(key: string, stage: Stage): Promise<ImportReport> {
  return runUntilSo(`a report on ${key}`, 20, stage, async () => {
    const found = await readReport(key, stage);
    const report = found === undefined ? undefined : parseImportReport(found);
    return report?.result === 'waiting' ? undefined : report;
  });
}
