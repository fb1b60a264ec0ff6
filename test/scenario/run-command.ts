import { expect } from 'vitest';
import type { Command, Ports } from '../../cli/command.ts';
import type { Day } from './scenario.ts';

/** Runs a command of the operator's program, with a yes to each question, and hands back its result. */
export async function run<T>(command: Command, given: Readonly<Record<string, unknown>>, { stage }: Day): Promise<T> {
  const { terminal, district, cloud } = stage;
  const results: unknown[] = [];
  const nobodyAsked = async () => undefined;
  const ports: Ports = {
    terminal: { ...terminal, result: (value) => void results.push(value) },
    ...{ clock: { now: () => new Date(cloud.clock.now()) }, operator: 'cli:a-test', district: async () => district },
    ...{ confirm: async () => true, ask: nobodyAsked, press: nobodyAsked },
  };
  expect(await command.run(given, ports)).toBe(0);
  // The command's own result, in the form it prints.
  return results[0] as T;
}
