import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type DistrictSettings, settingsSchema } from '../district/settings.ts';
import { GiveUp } from '../faults/fault.ts';

/** Something a function needs before it can start is absent or malformed. */
export class ConfigUnusable extends GiveUp<{ problems: readonly string[] }> {
  readonly code = 'CONFIG_UNUSABLE';
}

/**
 * Reads the district's settings that were deployed beside the bundle: `readSettings(new URL('./district.json', import.meta.url))`.
 * @throws ConfigUnusable naming each field, what was expected and what was found.
 */
export function readSettings(url: URL): DistrictSettings {
  const parsed = settingsSchema.safeParse(parseFile(url));
  if (parsed.success) return parsed.data;
  throw unusable(
    'the settings file',
    parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`),
  );
}

/**
 * Takes from the environment exactly the variables the schema names: with `z.strictObject({ NOTICES_TABLE: z.string() })`, that one.
 * @throws ConfigUnusable naming each variable, what was expected and what was found.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Readonly<Record<string, string | undefined>>,
): z.infer<z.ZodObject<Shape>> {
  const named = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, env[name] || undefined]));
  const parsed = schema.safeParse(named);
  if (parsed.success) return parsed.data;
  throw unusable(
    'the environment',
    parsed.error.issues.map((issue) => {
      const name = issue.path.join('.');
      return `${name}: ${issue.message}; got ${named[name] === undefined ? 'nothing' : JSON.stringify(named[name])}`;
    }),
  );
}

function parseFile(url: URL): unknown {
  try {
    return JSON.parse(readFileSync(url, 'utf8'));
  } catch (error) {
    throw new ConfigUnusable(
      `the settings file ${url.pathname} cannot be read as JSON`,
      { problems: [error instanceof Error ? error.message : 'unreadable'] },
      'Deploy the function together with its district.json.',
      { cause: error },
    );
  }
}

function unusable(place: string, problems: readonly string[]): ConfigUnusable {
  return new ConfigUnusable(
    `${place} is unusable: ${problems.join(' · ')}`,
    { problems },
    'Correct the values named and deploy again.',
  );
}
