import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleFunctions } from './bundle-functions.ts';
import { readDistrictConfig, settingsOf } from './district-config.ts';
import { SAMPLE_DISTRICT } from './synthesize.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-bundle-'));
const functionsDir = join(folder, 'functions');
const settings = settingsOf(readDistrictConfig(SAMPLE_DISTRICT));
let names: readonly string[];

function source(path: string, text: string): void {
  const file = join(functionsDir, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

beforeAll(async () => {
  source(
    'greet/handler.ts',
    "import { Refused } from './refused.ts';\nexport const handler = () => { throw new Refused('no'); };\n",
  );
  source(
    'greet/refused.ts',
    'export class Refused extends Error { constructor(words: string) { super(words); this.name = new.target.name; } }\n',
  );
  source(
    'needs/node_modules/old/index.js',
    "module.exports = { sum: require('node:crypto').createHash('sha256').digest('hex') };\n",
  );
  source('needs/handler.ts', "import old from './node_modules/old/index.js';\nexport const handler = () => old.sum;\n");
  source('unfinished/greet.ts', 'export const greet = 1;\n');
  names = await bundleFunctions({ functionsDir, outDir: join(folder, 'dist'), settings });
});

const bundle = (name: string) => join(folder, 'dist', name, 'index.mjs');
const load = async (name: string) => (await import(pathToFileURL(bundle(name)).href)).handler;

describe('bundles', () => {
  test('are made of the folders that have a handler, and of no other', () => {
    expect(names).toEqual(['greet', 'needs']);
  });

  test('keep the names of classes, by which errors are told apart', async () => {
    const greet = await load('greet');
    expect(() => greet()).toThrow(expect.objectContaining({ name: 'Refused' }));
  });

  test('run CommonJS dependencies', async () => {
    const needs = await load('needs');
    expect(needs()).toHaveLength(64);
  });

  test('map lines of our own code, and of libraries hardly anything', () => {
    const map = (name: string) => JSON.parse(readFileSync(`${bundle(name)}.map`, 'utf8'));
    expect(map('greet').sources.join()).toContain('functions/greet/refused.ts');
    expect(map('needs').mappings.length).toBeLessThan(500);
  });

  test('have the district’s settings beside them', () => {
    expect(JSON.parse(readFileSync(join(folder, 'dist/greet/district.json'), 'utf8'))).toEqual(settings);
  });

  test('are the same bytes for the same sources, wherever they are put', async () => {
    await bundleFunctions({ functionsDir, outDir: join(folder, 'again'), settings });
    for (const file of ['greet/index.mjs', 'needs/index.mjs', 'greet/district.json']) {
      expect(readFileSync(join(folder, 'again', file))).toEqual(readFileSync(join(folder, 'dist', file)));
    }
    expect(readFileSync(join(folder, 'again/greet/index.mjs.map'))).toEqual(readFileSync(`${bundle('greet')}.map`));
  });
});
