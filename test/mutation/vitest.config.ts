import { defineConfig } from 'vitest/config';

/** The tests of the gate and of the settings alone: pure, so that nothing has to be synthesized before they run. */
export default defineConfig({
  test: {
    include: ['shared/{consent,contacts,district}/**/*.test.ts'],
    testTimeout: 20_000,
    pool: 'threads',
    maxWorkers: 1,
  },
});
