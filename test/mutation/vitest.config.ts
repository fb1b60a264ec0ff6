import { defineConfig } from 'vitest/config';

/**
 * The tests of the gate and of the settings alone: pure, so that nothing has to be synthesized before they run. Properties draw
 * inputs by chance and would make the score one of chance as well; each mutant has to fall to an example somebody wrote down.
 */
export default defineConfig({
  test: {
    include: ['shared/{consent,contacts,district}/**/*.test.ts'],
    exclude: ['**/*.properties.test.ts'],
    testTimeout: 20_000,
    pool: 'threads',
    maxWorkers: 1,
  },
});
