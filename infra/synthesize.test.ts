/** The CDK app as people start it: `node infra/app.ts`, without a network, without Docker. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { FUNCTION_NAMES } from './constructs/capacity.ts';

/** Three seconds on a machine of its own. */
const SLOW = 180_000;
const folder = mkdtempSync(join(tmpdir(), 'ringfence-app-'));
const start = (env: Record<string, string>) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, 'app.ts')], { env: { PATH: '', HOME: folder, ...env } });

test(
  'writes an assembly with the template and the real bundles, each with its settings',
  async () => {
    const outdir = join(folder, 'cdk.out');
    const { stdout } = await start({ CDK_OUTDIR: outdir });
    expect(stdout).toBe(
      `ringfence-prairielake-example-org: ${join(outdir, 'ringfence-prairielake-example-org.template.json')}\n`,
    );

    const assets = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
    expect(assets).toHaveLength(FUNCTION_NAMES.length);
    for (const asset of assets) {
      const { district } = JSON.parse(readFileSync(join(outdir, asset, 'district.json'), 'utf8'));
      expect(district.domain).toBe('prairielake.example.org');
    }
  },
  SLOW,
);

test(
  'refuses a settings file it cannot use, in words, and exits with 1',
  async () => {
    const file = join(folder, 'district.json');
    writeFileSync(file, '{}');
    const failed = start({ CDK_OUTDIR: join(folder, 'never'), RINGFENCE_DISTRICT: file });
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/district\.json has \d+ problems:\n {2}- district: /),
    });
    expect(existsSync(join(folder, 'never', 'manifest.json'))).toBe(false);
  },
  SLOW,
);
