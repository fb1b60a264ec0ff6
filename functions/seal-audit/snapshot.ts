import { z } from 'zod';
import { Ledger } from './ledger.ts';
import type { View } from './ports.ts';

/** Where the ledger is kept between environments. It only saves reading: delete it, and the next run reads every seal. */
const KEY = 'sealer/ledger.json';

const count = z.int().min(0);
const schema = z.strictObject({
  heads: z.array(z.strictObject({ log: z.string(), size: count, peaks: z.array(z.string().regex(/^[0-9a-f]{64}$/)) })),
  runs: z.array(z.tuple([z.string(), count, z.array(count)])),
  groups: z.array(z.tuple([z.string(), count])),
  objects: count,
});

export async function keepSnapshot(view: View, ledger: Ledger): Promise<void> {
  await view.put(KEY, Buffer.from(JSON.stringify(ledger.snapshot()), 'utf8'));
}

/** `undefined` where there is none, or none that can be read. */
export async function loadSnapshot(view: View): Promise<Ledger | undefined> {
  const bytes = await view.get(KEY);
  if (bytes === undefined) return undefined;
  const parsed = schema.safeParse(jsonOf(bytes));
  return parsed.success ? Ledger.from(parsed.data) : undefined;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
