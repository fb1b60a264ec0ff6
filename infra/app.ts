import { ConfigInvalid } from './config-problems.ts';
import { synthesize } from './synthesize.ts';

/*
 * The CDK app: `node infra/app.ts`, or the CDK CLI. One settings file, one district, one stack:
 * `RINGFENCE_DISTRICT=district.json node infra/app.ts` or `npx cdk deploy -c district=district.json`.
 */
const { RINGFENCE_DISTRICT: districtFile, CDK_OUTDIR: outdir } = process.env;

try {
  const { template, stackName } = await synthesize({
    ...(districtFile === undefined ? {} : { districtFile }),
    ...(outdir === undefined ? {} : { outdir }),
  });
  console.log(`${stackName}: ${template}`);
} catch (error) {
  if (!(error instanceof ConfigInvalid)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
