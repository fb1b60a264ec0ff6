import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AuditDraft } from '../shared/audit/trail.ts';
import { optoutsInLedger } from '../shared/roster/optouts.ts';
import { CommandRefused } from './command.ts';
import type { District } from './machine/district.ts';

/** What a held file's report says, as far as a person decides by it. */
export interface HeldReport {
  readonly file: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly hash: string;
  readonly summary: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly signals: readonly { readonly id: string; readonly level: 'warn' | 'hold'; readonly words: string }[];
}

const anyReport = z.object({ file: z.string(), at: z.string(), result: z.string(), summary: z.string() });
const heldReport = anyReport.extend({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  counts: z.record(z.string(), z.number()),
  signals: z.array(z.object({ id: z.string(), level: z.enum(['warn', 'hold']), words: z.string() })).default([]),
});

/** @throws CommandRefused where the file does not wait for anybody */
export async function heldFile(file: string, { intake }: Pick<District, 'intake'>): Promise<HeldReport> {
  const found = await intake.read(`reports/${file}.json`);
  if (found === undefined)
    throw new CommandRefused(`there is no report on ${file}`, 'name the file as it was dropped, e.g. roster/2026-11-24.zip');
  const report: unknown = JSON.parse(Buffer.from(found.bytes).toString('utf8'));
  const { result, summary } = anyReport.parse(report);
  if (result !== 'held') throw new CommandRefused(`${file} does not wait for a yes (${result})`, summary);
  return heldReport.parse(report);
}

/** @throws CommandRefused where the export does not wait for anybody, or a newer one was taken */
export async function heldExport(file: string, district: District): Promise<HeldReport> {
  const held = await heldFile(file, district);
  const last = await district.imports.lastTaken();
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
  const facts = { signals: signals.map(({ id, level }) => `${level} ${id}`) };
  await approve({ file, hash, by, name }, { kind: 'roster.approved', inLedger: hash, event: 'Roster Approved', facts }, district);
}

/**
 * The same for the wrong numbers of a file of opt-outs: they stop emergencies too, exactly as these bytes say.
 * Durable when it resolves, but for the stops: the report says when those stand.
 */
export async function approveOptouts(
  { file, hash }: HeldReport,
  { name, login: by }: Approver,
  district: District,
): Promise<void> {
  const what = { kind: 'optouts.approved', inLedger: optoutsInLedger(hash), event: 'Optouts Approved', facts: {} } as const;
  await approve({ file, hash, by, name }, what, district);
}

interface Approved {
  readonly kind: 'roster.approved' | 'optouts.approved';
  readonly inLedger: string;
  readonly event: 'Roster Approved' | 'Optouts Approved';
  readonly facts: NonNullable<AuditDraft['facts']>;
}

async function approve(
  { file, hash, by, name }: { readonly file: string; readonly hash: string; readonly by: string; readonly name: string },
  { kind, inLedger, event, facts: more }: Approved,
  district: District,
): Promise<void> {
  const at = district.clock.now().toISOString();
  const note = createHash('sha256').update(name, 'utf8').digest('hex');
  await district.trail.write(at.slice(0, 10), [{ kind, at, facts: { file, hash, by, note, ...more } }]);
  await district.imports.approve(inLedger, { by, at, name: await district.sealApprover(inLedger, name) });
  // If we die here: it is let pass and nobody has taken it up; the command again does.
  await district.tell(event, { file });
}
