import { type DistrictConfig, readDistrictConfig } from '../../infra/district-config.ts';
import type { LocalCloud } from '../../infra/local/cloud.ts';
import { startLocalCloud } from '../../infra/local/cloud.ts';
import { createSampleDistrict, type SampleDistrict } from '../../infra/local/sample-district/index.ts';
import { SAMPLE_DISTRICT, synthesize } from '../../infra/synthesize.ts';
import { connectDistrict, type District } from '../machine/district.ts';
import type { Terminal } from '../machine/terminal.ts';

/** Everything a day plays on. */
export interface Stage {
  readonly cloud: LocalCloud;
  readonly district: District;
  readonly sample: SampleDistrict;
  readonly config: DistrictConfig;
  readonly terminal: Terminal;
}

export interface StageOptions {
  readonly seed: number;
  readonly districtFile?: string;
  /** A cloud assembly made before; absent: it is made now. */
  readonly assembly?: string;
  readonly port?: number;
  readonly students?: number;
  /** RFC 3339: when the clock starts; `DAY_STARTS` unless told. */
  readonly startAt?: string;
  /** Changes the template before it is run: what a test breaks. */
  readonly alter?: Parameters<typeof startLocalCloud>[0]['alter'];
}

/** 05:00 in the sample district: half an hour before the export arrives. */
export const DAY_STARTS = '2026-11-24T11:00:00Z';

async function assemble(districtFile: string, terminal: Terminal): Promise<string> {
  const { stackName, outdir } = await synthesize({ districtFile, checked: false });
  terminal.good(`synthesized ${stackName}: the template a district deploys`);
  return outdir;
}

/** From a settings file to a running local cloud with the sample's files at hand. */
export async function setStage(terminal: Terminal, options: StageOptions): Promise<Stage> {
  const districtFile = options.districtFile ?? SAMPLE_DISTRICT;
  terminal.heading('Setting up');
  const assembly = options.assembly ?? (await assemble(districtFile, terminal));
  const cloud = await startLocalCloud({
    template: assembly,
    seed: options.seed,
    startAt: new Date(options.startAt ?? DAY_STARTS),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.alter === undefined ? {} : { alter: options.alter }),
  });
  const config = readDistrictConfig(districtFile);
  cloud.connect.setQuotas({ callsPerSecond: config.connect.callsPerSecond, concurrentCalls: config.connect.concurrentCalls });
  terminal.good(`local cloud from that template at ${cloud.endpoint}: its bundles, its roles, its contact flow`);
  const district = await connectDistrict({ environment: cloud.operatorEnv });
  const sample = await createSampleDistrict({
    seed: options.seed,
    ...(options.students === undefined ? {} : { students: options.students }),
  });
  terminal.good(
    `sample: ${sample.families.length} families of ${config.district.name}, ${config.schools.length} schools; mode ${config.mode}`,
  );
  return { cloud, district, sample, config, terminal };
}
