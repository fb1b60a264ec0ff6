/** Finds the stack's template in what `cdk synth` wrote. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ResourceDeclaration {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
}

export interface ParameterDeclaration {
  readonly Type: string;
  readonly Default?: string;
}

export interface OutputDeclaration {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

export interface Template {
  readonly Parameters?: Readonly<Record<string, ParameterDeclaration>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, ResourceDeclaration>>;
  readonly Outputs?: Readonly<Record<string, OutputDeclaration>>;
}

export interface Synthesized {
  readonly stackName: string;
  readonly template: Template;
}

interface Manifest {
  readonly artifacts?: Readonly<Record<string, { readonly type: string; readonly properties?: ManifestStack }>>;
}

interface ManifestStack {
  readonly templateFile: string;
  readonly stackName?: string;
}

/** @param directory cdk.out, or any folder with one `*.template.json` in it */
export function readSynthesized(directory: string): Synthesized {
  if (!existsSync(directory)) throw new Error(`there is no ${directory}: synthesize the template first (npm run synth)`);
  const found = firstStack(directory) ?? onlyTemplate(directory);
  return { stackName: found.stackName, template: parse<Template>(join(directory, found.file)) };
}

function firstStack(directory: string): { stackName: string; file: string } | undefined {
  const path = join(directory, 'manifest.json');
  if (!existsSync(path)) return undefined;
  for (const [name, artifact] of Object.entries(parse<Manifest>(path).artifacts ?? {})) {
    if (artifact.type !== 'aws:cloudformation:stack' || artifact.properties === undefined) continue;
    return { stackName: artifact.properties.stackName ?? name, file: artifact.properties.templateFile };
  }
  return undefined;
}

function onlyTemplate(directory: string): { stackName: string; file: string } {
  const file = readdirSync(directory).find((name) => name.endsWith('.template.json'));
  if (file === undefined) throw new Error(`${directory} holds no *.template.json`);
  return { stackName: file.replace(/\.template\.json$/, ''), file };
}

function parse<T>(path: string): T {
  // `as`: the synthesizer's own output; what we do not understand in it is refused piece by piece later.
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
