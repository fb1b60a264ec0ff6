import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{infra,functions,shared,cli,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/cdk.out/**', '**/dist/**'],
    globalSetup: ['test/scenario/synthesized.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
