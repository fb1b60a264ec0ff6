import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthesize } from '../../infra/synthesize.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The cloud assembly of the sample district, synthesized once for all scenarios. */
    assembly: string;
  }
}

/** Runs once before all tests: one synthesis serves every scenario. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outdir = mkdtempSync(join(tmpdir(), 'ringfence-assembly-'));
  await synthesize({ outdir });
  project.provide('assembly', outdir);
  return () => rm(outdir, { recursive: true, force: true });
}
