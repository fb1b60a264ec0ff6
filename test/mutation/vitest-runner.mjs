/**
 * Stryker's Vitest runner, for Vitest 5. It asks for the tests that reach a mutant by their names, suite and test joined with a
 * space; Vitest 5 matches them joined with ` > `, so no test would run and every mutant survive (stryker-js #6210). Here each
 * space of the pattern matches both. Remove this file, and `plugins` from `stryker.config.json`, when the runner does it itself.
 */
import { strykerPlugins as plugins, strykerValidationSchema } from '@stryker-mutator/vitest-runner';

const [{ kind, name, factory }] = plugins;

function runnerFor(injector) {
  const runner = factory(injector);
  const init = runner.init.bind(runner);
  runner.init = async () => {
    await init();
    for (const project of runner.ctx.projects) matchEitherJoin(project.config);
  };
  return runner;
}
runnerFor.inject = factory.inject;

/** The runner sets the pattern anew before each run. */
function matchEitherJoin(config) {
  let pattern = config.testNamePattern;
  Object.defineProperty(config, 'testNamePattern', {
    enumerable: true,
    get: () => pattern,
    set: (asked) => {
      pattern = asked === undefined ? undefined : new RegExp(asked.source.replaceAll(' ', '(?: > | )'));
    },
  });
}

export { strykerValidationSchema };
export const strykerPlugins = [{ kind, name, factory: runnerFor }];
