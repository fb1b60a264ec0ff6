import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { DistrictSettings } from '../shared/district/settings.ts';

/** CommonJS dependencies (the Encryption SDK) call `require`, which an ES module does not have. */
const REQUIRE_FOR_COMMONJS = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

export interface BundleOptions {
  /** Holds one folder per function, each with a `handler.ts`. */
  readonly functionsDir: string;
  /** Where `<function>/index.mjs` and `<function>/district.json` go. */
  readonly outDir: string;
  readonly settings: DistrictSettings;
}

/**
 * Bundles every function in one esbuild run (a run each takes four times as long) and lays the district's settings beside each.
 * The same sources give the same bytes, so an unchanged function is not deployed again. The SDK is bundled: Lambda's own copy
 * changes without notice.
 * @returns the names of the functions that were bundled.
 */
export async function bundleFunctions({ functionsDir, outDir, settings }: BundleOptions): Promise<readonly string[]> {
  const names = readdirSync(functionsDir).filter((name) => existsSync(join(functionsDir, name, 'handler.ts')));
  const { outputFiles } = await build({
    write: false,
    entryPoints: names.map((name) => ({ in: join(functionsDir, name, 'handler.ts'), out: `${name}/index` })),
    outdir: outDir,
    absWorkingDir: functionsDir,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE_FOR_COMMONJS },
    // Errors are told apart by the name of their class, so names stay. esbuild's `keepNames` would keep them in shorter bundles
    // and name each closure anew whenever it is made: a tenth of all the time the functions take.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'linked',
    sourcesContent: false,
    plugins: [mapOwnCodeOnly],
    logLevel: 'warning',
  });
  for (const { path, contents } of outputFiles) put(path, contents);
  for (const name of names) put(join(outDir, name, 'district.json'), Buffer.from(`${JSON.stringify(settings, null, 1)}\n`));
  return names;
}

/** Whole or not at all, and only what changed: another synthesis may be reading the folder at this moment. */
function put(path: string, contents: Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}

/** Lines of our own code in a stack trace are worth a small map; those of libraries would make it 6 MB, read at each cold start. */
const mapOwnCodeOnly: Plugin = {
  name: 'map-own-code-only',
  setup({ onLoad }) {
    const oneLineMap = Buffer.from('{"version":3,"sources":[""],"mappings":"AAAA"}').toString('base64');
    onLoad({ filter: /[/\\]node_modules[/\\].*\.[cm]?js$/ }, ({ path }) => ({
      contents: `${readFileSync(path, 'utf8')}\n//# sourceMappingURL=data:application/json;base64,${oneLineMap}`,
      loader: 'default',
    }));
  },
};
