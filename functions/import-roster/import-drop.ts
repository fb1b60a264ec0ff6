import type { Spool } from '../../shared/disk/spool.ts';
import { isHeld, signalsOf } from '../../shared/roster/book/breaker.ts';
import { BookMaker } from '../../shared/roster/book/make-book.ts';
import { measureExport } from '../../shared/roster/book/measure-export.ts';
import { localDay } from '../../shared/roster/dates.ts';
import { fileNameOf, isFolder, type RosterUnit, rosterUnit } from '../../shared/roster/drop-names.ts';
import { linksBefore } from '../../shared/roster/export-chain.ts';
import type { Approval, Turn } from '../../shared/roster/import-ledger.ts';
import { contactsEnding } from '../../shared/roster/layouts/sign-off.ts';
import { readExport } from '../../shared/roster/read-export.ts';
import { type ProblemLog, problemLog } from '../../shared/roster/report/problem.ts';
import { applyBook } from './apply-book.ts';
import { changesOf } from './changes-of.ts';
import { AnotherImport, EarlierExportFirst, OutOfTime, TurnLost } from './faults.ts';
import { forbidAlone, NOTHING_OBEYED, type Obeyed } from './forbid-alone.ts';
import { bytesOf, type CompanionFile, companionIn, companionOf, dayOf, type Halves, halvesOf, linkOf } from './halves.ts';
import { holdExport } from './hold-export.ts';
import { listsOf } from './lists.ts';
import type { RosterPorts } from './ports.ts';
import { earlierZips } from './rests-on.ts';
import { apartSignals, awaitMissingHalf, awaitOtherHalf } from './settle.ts';
import { tellImported, tellRejected, tellSeen } from './tell.ts';
import { unknownSchools } from './unknown-schools.ts';
import { cutOffIn, cutOffLists, cutOffSignals, openCutOff } from './unlisted.ts';

/** One message of the intake queue: a file that was dropped under `roster/`. */
export interface DropMessage {
  readonly messageId: string;
  readonly key: string;
}

interface Delivery extends DropMessage {
  /** Milliseconds until this invocation is cut off. */
  readonly timeLeft: () => number;
}

/** Longer than the slowest step between two renewals. */
const TURN_MS = 120_000;
const RENEWED_EVERY_MS = 20_000;
/** Longer than the slowest step, and what is left of the report. */
const HANDED_ON_MS = 60_000;

/**
 * Imports the export a dropped file belongs to, once both halves are there; the same bytes again are done already.
 * A file that cannot be taken changes nothing, and its sender finds the reason beside it.
 * Durable: the book says what the export says, the report and the records are written; or the rejection is.
 * What does not fit into one invocation goes on in the next.
 * @param timeLeft milliseconds until this one is cut off
 * @throws AnotherImport, EarlierExportFirst, TurnLost, OutOfTime (TryAgain), HalfOfAnotherNight, HalfMissing (NotYet), and what the adapters throw. What was written stays, and is not written again.
 */
export async function importDrop(
  given: Omit<RosterPorts, 'spool'> & { readonly openSpool: () => Spool },
  message: DropMessage,
  timeLeft = () => Infinity,
): Promise<void> {
  const spool = given.openSpool();
  try {
    await takeDrop({ ...given, spool }, message, timeLeft);
  } finally {
    spool.clear();
  }
}

async function takeDrop(ports: RosterPorts, message: DropMessage, timeLeft: () => number): Promise<void> {
  const { key } = message;
  if (isFolder(key)) return;
  const unit = rosterUnit(key, contactsEnding(ports.settings.roster.contacts));
  if (unit === undefined) return rejectName(ports, key);
  const delivery = { ...message, timeLeft };
  const { halves, missing, there, companion } = await dropOf(ports, unit);
  if (halves === undefined) {
    const obeyed = companion === undefined ? undefined : await obeyAlone(ports, delivery, companion);
    return awaitMissingHalf(ports, { key, ...(there === undefined ? {} : { uploadedAt: there }) }, missing, obeyed);
  }
  const before = await ports.ledger.find(halves.hash);
  if (before?.result === 'imported') return tellSeen(ports, halves, before);
  const approval = await ports.ledger.approvalOf(halves.hash);
  if (before?.result === 'held' && before.key === unit.zipKey && approval === undefined)
    return ports.log.info('ROSTER_STILL_HELD', { key });
  // Whoever has looked at both and said yes has waited long enough.
  if (approval === undefined) await awaitOtherHalf(ports, halves, () => obeyAlone(ports, delivery, companionOf(halves)));
  await inTurn(ports, delivery, halves.hash, (keepTurn) => importHalves(ports, halves, approval, keepTurn));
}

/** What lies in the bucket of a drop. By itself, so that nobody but `halves` holds the bytes. */
async function dropOf({ intake, spool }: RosterPorts, unit: RosterUnit) {
  const [zip, contacts] = await Promise.all([intake.readInto(spool, unit.zipKey), intake.readInto(spool, unit.contactsKey)]);
  if (zip !== undefined && contacts !== undefined) return { halves: halvesOf(unit, zip, contacts) };
  const missing = zip === undefined ? unit.zipKey : unit.contactsKey;
  const companion = contacts === undefined ? undefined : companionIn(unit, contacts);
  return { missing, there: (zip ?? contacts)?.uploadedAt, companion };
}

/**
 * Both halves send a message, and either may bring the import: whoever comes second leaves it to the first, whose message stays
 * in the queue until the import is done.
 */
async function inTurn(
  ports: RosterPorts,
  { key, messageId, timeLeft }: Delivery,
  unit: string,
  work: (keepTurn: () => Promise<void>) => Promise<void>,
) {
  const turn = (): Turn => ({ unit, message: messageId, until: new Date(ports.clock.now().getTime() + TURN_MS).toISOString() });
  const taken = await ports.ledger.takeTurn(turn(), ports.clock.now().toISOString());
  if (taken.kind === 'theirs' && taken.unit === unit) return ports.log.info('ROSTER_UNDER_WAY', { key });
  if (taken.kind === 'theirs') throw new AnotherImport('another export is being imported', { key }, 'It comes back by itself.');
  let renewed = ports.clock.now().getTime();
  // If we die here: the turn ends by itself in two minutes, and at once for this message's next delivery.
  try {
    await work(async () => {
      if (timeLeft() < HANDED_ON_MS)
        throw new OutOfTime('the invocation ends before the import does', { key }, 'It goes on in the next.');
      const now = ports.clock.now().getTime();
      if (now - renewed < RENEWED_EVERY_MS) return;
      renewed = now;
      if (!(await ports.ledger.keepTurn(turn())))
        throw new TurnLost('the import took longer than its turn', { key }, 'It is finished by the next delivery.');
    });
  } catch (error) {
    // The export it waits for needs the turn.
    if (error instanceof EarlierExportFirst) await ports.ledger.endTurn(turn());
    throw error;
  }
  await ports.ledger.endTurn(turn());
}

async function importHalves(
  ports: RosterPorts,
  halves: Halves,
  approval: Approval | undefined,
  keepTurn: () => Promise<void>,
): Promise<void> {
  const problems = problemLog();
  const today = localDay(ports.clock.now(), ports.settings.district.timezone);
  const { kind, sort, maps, said, stopped, isRuined } = await understood(ports, halves, today, problems);
  if (kind === 'stopped') {
    const obeyed = await forbidAlone(ports, { companion: companionOf(halves), export: 'refused', stopped, keepTurn });
    return tellRejected(ports, halves, problems, maps, obeyed);
  }
  ports.log.info('ROSTER_UNDERSTOOD', { students: said?.students.size ?? 0, contacts: said?.contacts.size ?? 0 });
  const apart = apartSignals(halves, ports);
  if (said === undefined) return tellImported(ports, halves, { counts: {}, signals: apart, approval, lists: [], problems, maps });
  const restsOn = sort === 'bulk' ? [] : linksBefore(await ports.ledger.chain(), linkOf(halves));
  const day = dayOf(halves);
  const days = { day, bulkDay: restsOn[0]?.uploadedAt.slice(0, 10) ?? day };
  const change = await changesOf(ports, said, days, keepTurn);
  const { next } = change;
  const bytes = { now: bytesOf(halves, restsOn[0]), last: (await ports.ledger.lastTaken())?.bytes };
  const unlike = signalsOf(measureExport(said, change.before, problems, bytes), ports.settings.exportLimits);
  const cut = cutOffIn(ports, next, problems);
  const signals = [...unlike, ...apart, ...unknownSchools(ports, next), ...cutOffSignals(cut)];
  if (isRuined || (isHeld(signals) && approval === undefined))
    return holdExport(ports, halves, { next, change, signals, isRuined, problems, maps });
  const { hash } = halves;
  const applied = await applyBook(ports, next, change, {
    ...{ group: dayOf(halves), hash, companion: companionOf(halves), problems, keepTurn },
  });
  const opened = await openCutOff(ports, cut, next, halves);
  const counts = { ...applied.counts, 'tasks of the office that this export has opened': opened };
  const lists = [...cutOffLists(cut, next), ...listsOf(next, applied.held, today)];
  const taken = { sort, restsOn, bytes: bytes.now };
  await tellImported(ports, halves, { counts, signals, approval, lists, problems, maps, taken });
}

/** What the export says, under pseudonyms. Nothing of the files is held any longer when it is back. */
async function understood(ports: RosterPorts, halves: Halves, today: string, problems: ProblemLog) {
  const names = { zipName: halves.unit.zipKey, contactsName: fileNameOf(halves.unit.contactsKey) };
  const earlier = earlierZips(ports, halves);
  const maker = new BookMaker(await ports.naming());
  const found = await readExport(
    { ...halves.bytes, ...names, spool: ports.spool },
    ports.settings,
    today,
    problems,
    earlier,
    maker,
  );
  const said = found.kind === 'roster' ? maker.book(found.roster) : undefined;
  const stopped = found.kind === 'stopped' ? found.doNotCall : [];
  const isRuined = found.kind === 'roster' && found.damage.length > 0;
  return { kind: found.kind, sort: found.sort, maps: found.maps, said, stopped, isRuined };
}

/** In its turn, because it changes the book. */
async function obeyAlone(ports: RosterPorts, delivery: Delivery, companion: CompanionFile): Promise<Obeyed> {
  let obeyed = NOTHING_OBEYED;
  await inTurn(ports, delivery, companion.sha256, async (keepTurn) => {
    obeyed = await forbidAlone(ports, { companion, export: 'waiting', stopped: [], keepTurn });
  });
  return obeyed;
}

async function rejectName(ports: RosterPorts, key: string): Promise<void> {
  const drop = await ports.intake.readInto(ports.spool, key);
  if (drop === undefined) return;
  const problems = problemLog();
  problems.add('name-unexpected', { file: key });
  await tellRejected(ports, { key, uploadedAt: drop.uploadedAt }, problems);
}
