import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLE_DISTRICT, synthesize } from '../../infra/synthesize.ts';

/** The sample district with other settings, as a story's options: its file, and a cloud assembly of its own. */
export async function anotherDistrict(
  changes: Readonly<Record<string, unknown>>,
): Promise<{ readonly districtFile: string; readonly assembly: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-district-'));
  const districtFile = join(folder, 'district.json');
  writeFileSync(districtFile, JSON.stringify({ ...JSON.parse(readFileSync(SAMPLE_DISTRICT, 'utf8')), ...changes }));
  const { outdir } = await synthesize({
    districtFile,
    outdir: join(folder, 'cdk.out'),
    bundles: join(folder, 'bundles'),
    checked: false,
  });
  return { districtFile, assembly: outdir };
}
