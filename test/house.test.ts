/**
 * The walls of the house, held by a test so that nobody has to remember them: who may import whom, how long a file or a
 * function may grow, which calls are banned and what to use instead, and that nothing lies about dead.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { type AnyNode, parse } from 'acorn';
import { full } from 'acorn-walk';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const MAX_FILE_LINES = 300;
const MAX_FUNCTION_LINES = 70;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly isTest: boolean;
  readonly imports: readonly string[];
}

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.name.endsWith('.ts') || entry.name.endsWith('.mjs')) yield path;
  }
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s*['"]([^'"]+)['"]/g;

function importsOf(path: string, text: string): string[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const target = match[1] ?? match[2] ?? match[3] ?? '';
    return target.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(path), target)) : target;
  });
}

const files: readonly SourceFile[] = ['infra', 'functions', 'shared', 'cli', 'test'].flatMap((folder) =>
  [...walk(folder)].map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    return { path, text, isTest: path.endsWith('.test.ts') || path.startsWith('test/'), imports: importsOf(path, text) };
  }),
);
const product = files.filter((file) => !file.isTest);

/** Each wall: which files it binds, and what they may not import. Tests may look wherever they need. */
const WALLS: readonly { why: string; binds: (path: string) => boolean; forbids: (target: string, path: string) => boolean }[] = [
  {
    why: 'a noun of shared/ imports only other nouns: never shared/aws, never the AWS SDK',
    binds: (path) => path.startsWith('shared/') && !path.startsWith('shared/aws/'),
    forbids: (target) =>
      /^(shared\/aws|functions|infra|cli|test)\//.test(target) ||
      /^@(aws-sdk|aws-crypto|middy|aws-lambda-powertools|smithy)/.test(target),
  },
  {
    why: 'of the nouns only shared/disk touches a file system',
    binds: (path) => path.startsWith('shared/') && !/^shared\/(aws|disk)\//.test(path),
    forbids: (target) => /^node:(fs|os|child_process|worker_threads)/.test(target),
  },
  {
    why: 'shared/aws imports nouns, and nothing of functions/, infra/, cli/',
    binds: (path) => path.startsWith('shared/aws/'),
    forbids: (target) => /^(functions|infra|cli|test)\//.test(target),
  },
  {
    why: 'a function imports shared/ and its own folder, never another function, infra/ or cli/',
    binds: (path) => path.startsWith('functions/'),
    forbids: (target, path) => {
      const own = path.split('/').slice(0, 2).join('/');
      return /^(infra|cli|test)\//.test(target) || (target.startsWith('functions/') && !target.startsWith(`${own}/`));
    },
  },
  {
    why: 'the work of a function is free of AWS; only its handler composes adapters',
    binds: (path) => path.startsWith('functions/') && !path.endsWith('/handler.ts'),
    forbids: (target) => /^@(aws-sdk|aws-crypto|middy|aws-lambda-powertools)/.test(target),
  },
  {
    why: 'the local cloud imports nothing of the product: a witness must not share the beliefs of the accused',
    binds: (path) => path.startsWith('infra/local/'),
    forbids: (target) => /^(shared|functions|cli|test)\//.test(target) || /^infra\/(?!local\/)/.test(target),
  },
  {
    why: 'infra/ imports no function code, only its entry path',
    binds: (path) => path.startsWith('infra/') && !path.startsWith('infra/local/'),
    forbids: (target) => /^(functions|cli|test)\//.test(target),
  },
  {
    why: 'cli/ imports no function code and no test',
    binds: (path) => path.startsWith('cli/'),
    forbids: (target) => /^(functions|test)\//.test(target),
  },
];

test.each(WALLS.map((wall) => [wall.why, wall] as const))('%s', (_why, wall) => {
  const breaches = product
    .filter((file) => wall.binds(file.path))
    .flatMap((file) =>
      file.imports.filter((target) => wall.forbids(target, file.path)).map((target) => `${file.path} → ${target}`),
    );
  expect(breaches).toEqual([]);
});

test(`no file has more than ${MAX_FILE_LINES} lines`, () => {
  const long = files
    .map((file) => ({ path: file.path, lines: file.text.split('\n').length - 1 }))
    .filter((file) => file.lines > MAX_FILE_LINES);
  expect(long.map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
});

function longFunctions(file: SourceFile): string[] {
  const javascript = file.path.endsWith('.ts') ? stripTypeScriptTypes(file.text) : file.text;
  const long: string[] = [];
  full(parse(javascript, { ecmaVersion: 'latest', sourceType: 'module', locations: true }), (node: AnyNode) => {
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type) || !node.loc) return;
    const lines = node.loc.end.line - node.loc.start.line + 1;
    if (lines > MAX_FUNCTION_LINES) long.push(`${file.path}:${node.loc.start.line}: ${lines} lines`);
  });
  return long;
}

test(`no function has more than ${MAX_FUNCTION_LINES} lines`, () => {
  expect(files.flatMap(longFunctions)).toEqual([]);
});

/** Banned call → where it is allowed → what to use instead. */
const BANNED: readonly { call: RegExp; allowed: RegExp; instead: string }[] = [
  {
    call: /\bDate\.now\(|\bnew Date\(\)/,
    allowed: /^(shared\/clock\/|infra\/local\/clock\/|cli\/machine\/|test\/)/,
    instead: 'the Clock port',
  },
  {
    call: /\bMath\.random\(|\brandomUUID\(/,
    allowed: /^infra\/local\/clock\/never/,
    instead: 'injected ids, or a seeded stream',
  },
  {
    call: /\b(setTimeout|setInterval)\(/,
    allowed: /^(shared\/aws\/pause\.ts|infra\/local\/|cli\/machine\/|test\/)/,
    instead: 'an injected pause, or world.clock.at',
  },
  {
    call: /\bprocess\.env\b/,
    allowed: /^(functions\/[a-z-]+\/handler\.ts|infra\/(app|synthesize)\.ts|infra\/local\/|cli\/machine\/|test\/)/,
    instead: 'a parsed config',
  },
  { call: /\bvi\.(mock|fn|spyOn)\(/, allowed: /^test\/house\.test\.ts$/, instead: 'the local cloud, or a port that accuses' },
  { call: /@ts-(ignore|nocheck|expect-error)|\bas any\b|: any\b/, allowed: /^test\/house\.test\.ts$/, instead: 'a type' },
  { call: /\b(TODO|FIXME|XXX|HACK)\b/, allowed: /^test\/house\.test\.ts$/, instead: 'do it, or say it in an issue' },
  { call: /\b(it|test|describe)\.(skip|only|todo|fails)\b/, allowed: /^test\/house\.test\.ts$/, instead: 'a test that runs' },
];

test.each(BANNED.map((rule) => [String(rule.call), rule] as const))('banned: %s', (_name, rule) => {
  const uses = files
    .filter((file) => !rule.allowed.test(file.path))
    .flatMap((file) =>
      file.text
        .split('\n')
        .flatMap((line, index) => (rule.call.test(line) ? [`${file.path}:${index + 1} → use ${rule.instead}`] : [])),
    );
  expect(uses).toEqual([]);
});

test('no room is named for no job', () => {
  expect(
    files.map((file) => file.path).filter((path) => /(^|\/)(utils?|helpers?|common|lib|misc|types)(\/|\.ts$)/.test(path)),
  ).toEqual([]);
});

/** Files named by `new URL('./x', import.meta.url)`: workers and preloads are loaded by path, not imported. */
function loadedByUrl(file: SourceFile): string[] {
  return [...file.text.matchAll(/new URL\(\s*['"](\.[^'"]+)['"]/g)].map((match) =>
    relative(ROOT, resolve(ROOT, dirname(file.path), match[1] ?? '')),
  );
}

test('nothing is dead: every product file is an entry, or reached by one that is not a test', () => {
  const entries = /^(functions\/[a-z-]+\/handler\.ts|infra\/app\.ts|cli\/ringfence\.ts)$/;
  const byPath = new Map(product.map((file) => [file.path, file]));
  const alive = new Set<string>();
  const visit = (path: string): void => {
    const file = byPath.get(path);
    if (file === undefined || alive.has(path)) return;
    alive.add(path);
    for (const target of [...file.imports, ...loadedByUrl(file)]) visit(target);
  };
  for (const file of product) if (entries.test(file.path)) visit(file.path);
  expect(product.map((file) => file.path).filter((path) => !alive.has(path))).toEqual([]);
});

test('a handler composes and decides nothing', () => {
  const handlers = product.filter((file) => /^functions\/[a-z-]+\/handler\.ts$/.test(file.path));
  expect(handlers.filter((file) => file.text.split('\n').length - 1 > 40).map((file) => file.path)).toEqual([]);
  expect(
    handlers.filter((file) => /\bif\s*\(|\?\s.*:\s/.test(file.text.replace(/\/\*[\s\S]*?\*\//g, ''))).map((file) => file.path),
  ).toEqual([]);
});
