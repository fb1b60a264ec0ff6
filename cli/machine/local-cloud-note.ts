import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** Where runs on this machine leave what people look at: the report, the sample's files, where the local cloud is. */
export const OUTPUT_FOLDER = resolve(import.meta.dirname, '../../.ringfence');

const NOTE = join(OUTPUT_FOLDER, 'local-cloud.json');
const noteSchema = z.object({ endpoint: z.string(), environment: z.record(z.string(), z.string()) });

/** So that `--endpoint-url` alone is enough for the operator's program: the keys of a local cloud open nothing else. */
export function noteLocalCloud(endpoint: string, environment: Readonly<Record<string, string>>): void {
  mkdirSync(OUTPUT_FOLDER, { recursive: true });
  writeFileSync(NOTE, `${JSON.stringify({ endpoint, environment }, null, 2)}\n`);
}

export function forgetLocalCloud(): void {
  rmSync(NOTE, { force: true });
}

/** The keys of the local cloud that was started on this machine at `endpoint`; nothing for another one. */
export function localCloudAt(endpoint: string): Readonly<Record<string, string>> {
  try {
    const note = noteSchema.parse(JSON.parse(readFileSync(NOTE, 'utf8')));
    return note.endpoint === endpoint.replace('localhost', '127.0.0.1').replace(/\/$/, '') ? note.environment : {};
  } catch {
    // No note, or one of another version: the caller's own environment decides, as it would on AWS.
    return {};
  }
}
