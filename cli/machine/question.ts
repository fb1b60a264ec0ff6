import { emitKeypressEvents, type Key } from 'node:readline';
import { createInterface } from 'node:readline/promises';

/** Asks yes or no. Where nobody can answer (no terminal), the answer is no. */
export async function askOnTerminal(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await reader.question(`${question} [y/N] `);
  reader.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** Asks for one line. Where nobody can answer, there is none. */
export async function askLine(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await reader.question(`${question} `);
  reader.close();
  return answer.trim();
}

/** Asks for one keystroke, without Enter; Enter itself is the key `return`. Any key that is not among them is no answer. */
export async function askKey(question: string, keys: readonly string[]): Promise<string | undefined> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return undefined;
  stderr.write(`${question} `);
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.resume();
  const { promise, resolve } = Promise.withResolvers<string>();
  stdin.once('keypress', (text: string | undefined, key: Key) => resolve(key.name === 'return' ? 'return' : (text ?? '')));
  const pressed = await promise;
  stdin.setRawMode(false);
  stdin.pause();
  stderr.write(`${pressed === 'return' ? '' : pressed}\n`);
  return keys.find((key) => key === pressed.toLowerCase());
}
