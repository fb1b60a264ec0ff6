import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigUnusable, readConfig, readSettings } from './settings.ts';

const schema = z.strictObject({ NOTICES_TABLE: z.string(), WRITER: z.enum(['place-call', 'plan-notice']) });

test('takes the variables it names and no others', () => {
  const env = { NOTICES_TABLE: 'notices', WRITER: 'place-call', AWS_SECRET_ACCESS_KEY: 'x' };
  expect(readConfig(schema, env)).toEqual({ NOTICES_TABLE: 'notices', WRITER: 'place-call' });
});

test('names each variable that is absent, empty or wrong, what was expected and what was found', () => {
  const read = () => readConfig(schema, { NOTICES_TABLE: '', WRITER: 'dial' });
  expect(read).toThrow(ConfigUnusable);
  expect(read).toThrow(/NOTICES_TABLE: .*expected string.*; got nothing/);
  expect(read).toThrow(/WRITER: .*"place-call"\|"plan-notice".*; got "dial"/);
});

const fileWith = (text: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'settings-')), 'district.json');
  writeFileSync(path, text);
  return pathToFileURL(path);
};

test('says where a settings file goes wrong', () => {
  expect(() => readSettings(fileWith('{"district":{"name":"Elbert"}}'))).toThrow(/district\.domain: .* · /);
  expect(() => readSettings(fileWith('{'))).toThrow(/cannot be read as JSON/);
  expect(() => readSettings(pathToFileURL('/nowhere/district.json'))).toThrow(ConfigUnusable);
});
