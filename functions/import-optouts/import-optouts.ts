import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { fileNameOf, isFolder } from '../../shared/roster/drop-names.ts';
import { isWrongNumber, type OptoutFile, optoutsInLedger, readOptouts } from '../../shared/roster/optouts.ts';
import { type ProblemLog, problemLog } from '../../shared/roster/report/problem.ts';
import { keepStops } from './keep-stops.ts';
import { maySilence } from './may-silence.ts';
import type { OptoutPorts } from './ports.ts';
import { type DroppedFile, tellImported, tellRejected, tellSeen } from './tell.ts';

/**
 * Takes one file of opt-outs: each row that names a telephone becomes a stop, at once and whoever has the number, known or not
 * (47 CFR 64.1200(d)(3)); calls queued already obey it. The same bytes a second time change nothing, and ask nobody a second time;
 * once a named person has let their wrong numbers pass, those stop emergencies too.
 * Durable: the stops, their records and the report; or the rejection is.
 * @throws what the adapters throw; done again, it comes to the very same stops.
 */
export async function importOptouts(ports: OptoutPorts, key: string): Promise<void> {
  if (isFolder(key)) return;
  const drop = await ports.intake.read(key);
  // Expired, or taken away by whoever uploaded it.
  if (drop === undefined) return ports.log.info('OPTOUTS_GONE', { key });
  const hash = createHash('sha256').update(drop.bytes).digest('hex');
  const before = await ports.ledger.find(optoutsInLedger(hash));
  if (before?.result === 'imported') return tellSeen(ports, { key, hash }, before);
  const isHeld = before?.result === 'held';
  if (isHeld && (await ports.ledger.approvalOf(optoutsInLedger(hash))) === undefined)
    return tellSeen(ports, { key, hash }, before);
  const { revokeAllFrom, district } = ports.settings;
  const endOf = (day: string) => DateTime.fromISO(day, { zone: district.timezone }).endOf('day').toJSDate().toISOString();
  const file: DroppedFile = { key, hash, group: drop.uploadedAt.slice(0, 10), uploadedAt: drop.uploadedAt, endOf, revokeAllFrom };
  const problems = problemLog();
  const found = read(ports, file, drop.bytes, problems);
  if (found === undefined) return tellRejected(ports, file, problems);
  const silencing = await maySilence(ports, file, found);
  // Of a file that was held, the other rows are stopped and on record.
  const optouts = isHeld ? found.optouts.filter(isWrongNumber) : found.optouts;
  const kept = await keepStops(ports, file, { optouts, silencing }, problems);
  await tellImported(ports, file, { found, kept, silencing, problems });
}

function read({ settings }: OptoutPorts, { key }: DroppedFile, bytes: Uint8Array, problems: ProblemLog): OptoutFile | undefined {
  const { allowedCountries, district } = settings;
  const rules = { country: 'US', allowedCountries, districtZones: [district.timezone] } as const;
  return readOptouts(fileNameOf(key), bytes, rules, problems);
}
