import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions } from './bundle-functions.ts';
import { type DistrictConfig, defaultName, readDistrictConfig, settingsOf } from './district-config.ts';
import { DistrictStack } from './district-stack.ts';

const ROOT = join(import.meta.dirname, '..');
/** The district that is on a laptop unless another is named. */
export const SAMPLE_DISTRICT = join(ROOT, 'infra/local/sample-district/district.json');

export interface SynthesisOptions {
  /** A district's settings file. */
  readonly districtFile?: string;
  /** Where the cloud assembly goes; `cdk.out` of the repository by default. */
  readonly outdir?: string;
  /** Where the bundles go, each with the district's settings; `dist` of the repository by default. Two districts need two. */
  readonly bundles?: string;
  /**
   * Whether cdk-nag and CloudFormation's own rules look at the result; true by default. False for a local cloud, which runs the
   * same template and is waited for: `npm run synth` and the tests hold it to both.
   */
  readonly checked?: boolean;
}

export interface Synthesis {
  readonly config: DistrictConfig;
  readonly stackName: string;
  /** The cloud assembly's folder: template, assets. */
  readonly outdir: string;
  /** Path of the CloudFormation template. */
  readonly template: string;
}

/**
 * From a settings file to a cloud assembly that can be deployed, offline: validates, bundles the functions, synthesizes, and
 * holds the result to cdk-nag, unless told not to.
 * @throws ConfigInvalid for a settings file that cannot be used.
 */
export async function synthesize(options: SynthesisOptions = {}): Promise<Synthesis> {
  const { districtFile, outdir = join(ROOT, 'cdk.out'), bundles = join(ROOT, 'dist'), checked = true } = options;
  // Without autoSynth, a settings file that is refused leaves the last assembly as it was, instead of an empty one.
  const app = new App({ outdir, context: recommendedFlags(), analyticsReporting: false, autoSynth: false });
  const file = districtFile ?? app.node.tryGetContext('district') ?? SAMPLE_DISTRICT;
  const config = readDistrictConfig(file);
  await bundleFunctions({ functionsDir: join(ROOT, 'functions'), outDir: bundles, settings: settingsOf(config) });
  const stack = addDistrict(app, config, bundles, checked);
  // The CDK's only switch for its own rules.
  process.env['CDK_VALIDATION'] = String(checked);
  app.synth();
  return { config, stackName: stack.stackName, outdir, template: join(outdir, stack.templateFile) };
}

/** Puts a district's stack into an app, and cdk-nag over it where it is to be checked. */
export function addDistrict(app: App, config: DistrictConfig, bundles: string, checked = true): DistrictStack {
  const { account, region, stackName = defaultName(config) } = config.deployment;
  if (checked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { writeSuppressionsToCloudFormation: true }));
  return new DistrictStack(app, stackName, {
    config,
    bundles,
    description: `Ringfence: the calling system of ${config.district.name}`,
    env: { region, ...(account === undefined ? {} : { account }) },
  });
}

/** The CDK's own flags for new projects. The CLI passes them from cdk.json; `node infra/app.ts` has no CLI. */
export function recommendedFlags(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')).context;
}
