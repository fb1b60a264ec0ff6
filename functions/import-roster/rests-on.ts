import { fileNameOf, rosterUnit } from '../../shared/roster/drop-names.ts';
import {
  type ChainLink,
  type ExportChain,
  isBefore,
  linksBefore,
  refusalOf,
  withTaken,
  withUntaken,
} from '../../shared/roster/export-chain.ts';
import { contactsEnding } from '../../shared/roster/layouts/sign-off.ts';
import type { EarlierZip, EarlierZips, ReadExport } from '../../shared/roster/read-export.ts';
import { EarlierExportFirst } from './faults.ts';
import { type Halves, halvesOf, linkOf, sha256 } from './halves.ts';
import type { RosterPorts } from './ports.ts';

/**
 * The exports a delta rests on, as they lie in the bucket: those that were taken, byte for byte, with none missed between them and it.
 * @throws EarlierExportFirst (TryAgain) where one that was dropped before it waits for its turn
 */
export function earlierZips(ports: RosterPorts, halves: Halves): EarlierZips {
  return async (problems) => {
    const [chain, delta] = [await ports.ledger.chain(), linkOf(halves)];
    const refusal = refusalOf(chain, delta);
    if (refusal !== undefined) problems.add(refusal.code, { file: refusal.file });
    const missed = refusal === undefined ? await missedBefore(ports, chain, delta) : undefined;
    if (missed !== undefined) problems.add('delta-after-untaken', { file: missed });
    if (refusal !== undefined || missed !== undefined) return undefined;
    const zips: EarlierZip[] = [];
    for (const link of linksBefore(chain, delta)) {
      const { key, uploadedAt } = link;
      const drop = await ports.intake.readInto(ports.spool, key);
      if (drop !== undefined && sha256(drop.bytes) === link.sha256)
        zips.push({ name: fileNameOf(key), zip: drop.bytes, uploadedAt });
      else problems.add('delta-base-gone', { file: key });
    }
    return problems.stopped() ? undefined : zips;
  };
}

/** An export between the last that was taken and this one: it waits for its contacts, was not taken, or has not come up yet. */
async function missedBefore(ports: RosterPorts, { links }: ExportChain, delta: ChainLink): Promise<string | undefined> {
  const last = links.at(-1);
  if (last === undefined || last.sha256 === delta.sha256) return undefined;
  for (const file of await ports.intake.list('roster/')) {
    const unit = rosterUnit(file.key, contactsEnding(ports.settings.roster.contacts));
    if (unit?.zipKey !== file.key || file.key === delta.key || !isBefore(last, file) || !isBefore(file, delta)) continue;
    const [zip, contacts] = await Promise.all(
      [unit.zipKey, unit.contactsKey].map((key) => ports.intake.readInto(ports.spool, key)),
    );
    // Gone since it was listed: so it was not taken from here.
    if (zip === undefined || contacts === undefined) return file.key;
    const before = await ports.ledger.find(halvesOf(unit, zip, contacts).hash);
    if (before === undefined)
      throw new EarlierExportFirst(
        'an export that was dropped before is not imported yet',
        { key: delta.key, earlier: file.key },
        'It comes back by itself.',
      );
    // What was imported and is no link says nothing new: a manifest alone, or a file that came before under another name.
    if (before.result !== 'imported') return file.key;
  }
  return undefined;
}

/** Durable when it resolves. Done again, it comes to the same chain. */
export async function noteInChain({ ledger }: RosterPorts, halves: Halves, sort: ReadExport<unknown>['sort']): Promise<void> {
  // A manifest alone has nothing that a later delta could rest on.
  if (sort !== 'quiet') await ledger.noteChain(withTaken(await ledger.chain(), linkOf(halves), sort === 'delta'));
}

/** Durable when it resolves: no delta after this one is taken as if this one had been. */
export async function noteUntaken({ ledger }: RosterPorts, halves: Halves): Promise<void> {
  const chain = await ledger.chain();
  const next = withUntaken(chain, linkOf(halves));
  if (next !== chain) await ledger.noteChain(next);
}
