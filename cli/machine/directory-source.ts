import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { TrailSource } from '../../shared/audit/trail-source.ts';
import { CommandRefused } from '../command.ts';

/** A copy of the audit bucket in a directory, as `aws s3 sync` makes it: keys are paths, there are no versions. */
export async function directorySource(directory: string): Promise<TrailSource> {
  const found = await stat(directory).catch(() => undefined);
  if (found?.isDirectory() !== true)
    throw new CommandRefused(
      `${directory} is no directory`,
      'copy the bucket first: aws s3 sync s3://<audit bucket> <directory>',
      2,
    );
  return {
    async *versions() {
      for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        yield { key: relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'), version: '', deleted: false };
      }
    },
    bytes: (key) => readFile(join(directory, key)),
  };
}
