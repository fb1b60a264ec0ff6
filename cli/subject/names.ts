import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CommandRefused } from '../command.ts';
import type { Names } from './writing.ts';

/** Of the settings file, what a page for a parent needs. */
const file = z.looseObject({
  schools: z.array(z.looseObject({ id: z.string(), name: z.string() })),
  messages: z.record(z.string(), z.looseObject({ texts: z.record(z.string(), z.looseObject({ text: z.string().optional() })) })),
});

/** @throws CommandRefused where the file is not there, or is no settings file */
export async function namesIn(path: string): Promise<Names> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new CommandRefused(`${path} cannot be read`, 'name the settings file the district was deployed with', 2);
  });
  const parsed = file.safeParse(jsonIn(text));
  if (!parsed.success)
    throw new CommandRefused(`${path} is no settings file of a district`, 'docs/files.md says how it looks', 2);
  const { schools, messages } = parsed.data;
  return {
    schools: new Map(schools.map(({ id, name }) => [id, name])),
    messages: new Map(Object.entries(messages).map(([name, { texts }]) => [name, spokenIn(texts)])),
  };
}

/** A blank stands for whichever school the call was about. */
function spokenIn(texts: Readonly<Record<string, { readonly text?: string | undefined }>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([language, { text }]) =>
      text === undefined ? [] : [[language, text.replace(/\{\w+\}/g, '…')]],
    ),
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no settings file either; the schema says so.
    return undefined;
  }
}
