import { defineConfig } from 'vitest/config';

/**
 * The tests of the gate, of what it is told, and of the settings alone: pure, so that nothing has to be synthesized before they run. Properties draw
 * inputs by chance and would make the score one of chance as well, and the matrix takes longer than everything else together: each
 * mutant has to fall to an example somebody wrote down.
 */
export default defineConfig({
  test: {
    include: ['shared/{consent,district}/**/*.test.ts', 'shared/calls/{gate,bystanders,told}*.test.ts'],
    exclude: ['**/*.properties.test.ts', '**/matrix.test.ts'],
    testTimeout: 20_000,
    pool: 'threads',
    maxWorkers: 1,
  },
});
