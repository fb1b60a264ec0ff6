import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CommandRefused } from './command.ts';
import type { District } from './machine/district.ts';

/** What a held export's report says, as far as a person decides by it. */
export interface HeldReport {
  readonly file: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly hash: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly signals: readonly { readonly id: string; readonly level: 'warn' | 'hold'; readonly words: string }[];
}

const anyReport = z.object({ file: z.string(), at: z.string(), result: z.string(), summary: z.string() });
const heldReport = anyReport.extend({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  counts: z.record(z.string(), z.number()),
  signals: z.array(z.object({ id: z.string(), level: z.enum(['warn', 'hold']), words: z.string() })),
});

/** @throws CommandRefused where the file does not wait for anybody */
export async function heldExport(file: string, { intake, imports }: District): Promise<HeldReport> {
  const found = await intake.read(`reports/${file}.json`);
  if (found === undefined)
    throw new CommandRefused(`there is no report on ${file}`, 'name the zip as it was dropped, e.g. roster/2026-11-24.zip');
  const report: unknown = JSON.parse(Buffer.from(found.bytes).toString('utf8'));
  const { result, summary } = anyReport.parse(report);
  if (result !== 'held') throw new CommandRefused(`${file} does not wait for a yes (${result})`, summary);
  const held = heldReport.parse(report);
  const last = await imports.lastTaken();
  if (last !== undefined && last.uploadedAt > held.at)
    throw new CommandRefused(
      `a newer export was taken at ${last.uploadedAt}`,
      'leave this one: it would bring back what has changed since',
    );
  return held;
}

export interface Approver {
  /** Whose yes it is; kept sealed, in the trail as its hash. */
  readonly name: string;
  /** Their login, e.g. `cli:dana`. */
  readonly login: string;
}

/**
 * Puts a person's yes on record, lets this export pass, in these bytes and no others, and has it taken up again.
 * Durable when it resolves, but for the import itself: its report says when that is done.
 */
export async function approveExport(
  { file, hash, signals }: HeldReport,
  { name, login: by }: Approver,
  district: District,
): Promise<void> {
  const at = district.clock.now().toISOString();
  const note = createHash('sha256').update(name, 'utf8').digest('hex');
  const facts = { file, hash, by, note, signals: signals.map(({ id, level }) => `${level} ${id}`) };
  await district.trail.write(at.slice(0, 10), [{ kind: 'roster.approved', at, facts }]);
  await district.imports.approve(hash, { by, at, name: await district.sealApprover(hash, name) });
  // If we die here: it is let pass and nobody has taken it up; the command again does.
  await district.tell('Roster Approved', { file });
}
