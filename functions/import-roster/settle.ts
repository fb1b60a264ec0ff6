import type { Signal } from '../../shared/roster/book/breaker.ts';
import { HalfMissing, HalfOfAnotherNight } from './faults.ts';
import type { Obeyed } from './forbid-alone.ts';
import { earlierUpload, type Halves, laterUpload } from './halves.ts';
import { listMissing } from './office-list.ts';
import type { RosterPorts } from './ports.ts';
import { tellWaiting } from './tell.ts';

const MINUTE_MS = 60_000;

/** Many systems write the same two names each night: then tonight's first half lies beside last night's second. */
interface Apart {
  readonly olderKey: string;
  readonly minutes: number;
  /** When the newer half was uploaded, RFC 3339 UTC. */
  readonly newerAt: string;
}

/** Undefined for halves of one night: uploaded within the settle window of each other. */
function apartOf(halves: Halves, settleMinutes: number): Apart | undefined {
  const { unit, zip, contacts } = halves;
  const newerAt = laterUpload(halves);
  const minutes = Math.floor((Date.parse(newerAt) - Date.parse(earlierUpload(halves))) / MINUTE_MS);
  if (minutes <= settleMinutes) return undefined;
  return { olderKey: zip.uploadedAt < contacts.uploadedAt ? unit.zipKey : unit.contactsKey, minutes, newerAt };
}

/**
 * One half is there alone: nothing has changed, and its report says so. Within the settle window of its upload it is looked at once
 * more when that is over; from then on it is a task of the office. The other half, when it comes, brings the import by itself.
 * @param half as it was dropped; without a moment where it is gone as well, e.g. expired
 * @param obeyed what of contacts that are alone holds already
 * @throws HalfMissing (NotYet)
 */
export async function awaitMissingHalf(
  ports: RosterPorts,
  { key, uploadedAt }: { readonly key: string; readonly uploadedAt?: string },
  missing: string,
  obeyed: Obeyed | undefined,
): Promise<void> {
  await tellWaiting(ports, [key], `${missing} is not there. Both are imported together as soon as it is.`, obeyed);
  if (uploadedAt === undefined) return;
  const seconds = secondsUntil(Date.parse(uploadedAt) + ports.settings.roster.settleMinutes * MINUTE_MS, ports);
  if (seconds > 0) throw new HalfMissing('one half of the drop is missing', { key, seconds }, 'It comes back by itself.');
  await listMissing(ports, { key, uploadedAt }, missing);
}

/**
 * Waits for the other half until the settle window has passed since the newer one came; then both are taken as they are.
 * @param obey takes of new contacts what they forbid: that does not wait
 * @throws HalfOfAnotherNight (NotYet): nothing else has changed, the report says so, and the message comes back when the window is over.
 */
export async function awaitOtherHalf(ports: RosterPorts, halves: Halves, obey: () => Promise<Obeyed>): Promise<void> {
  const { settleMinutes } = ports.settings.roster;
  const apart = apartOf(halves, settleMinutes);
  if (apart === undefined) return;
  const { olderKey, minutes, newerAt } = apart;
  const until = Date.parse(newerAt) + settleMinutes * MINUTE_MS;
  const seconds = secondsUntil(until, ports);
  if (seconds <= 0) return;
  const what = `${olderKey} is ${inWords(minutes)} older than the other file: it may be last night’s, and tonight’s on its way`;
  await tellWaiting(
    ports,
    [halves.unit.zipKey, halves.unit.contactsKey],
    `${what}. Both are imported as soon as it comes, and as they are at ${new Date(until).toISOString()}.`,
    ...(olderKey === halves.unit.zipKey ? [await obey()] : []),
  );
  throw new HalfOfAnotherNight(
    'one half of the drop may be of another night',
    { key: olderKey, seconds },
    'It comes back by itself.',
  );
}

/** Said with the export, which is taken all the same: the older half permits nothing that it did not permit before. */
export function apartSignals(halves: Halves, { settings }: Pick<RosterPorts, 'settings'>): readonly Signal[] {
  const apart = apartOf(halves, settings.roster.settleMinutes);
  if (apart === undefined) return [];
  const words = `${apart.olderKey} is ${inWords(apart.minutes)} older than the other file. Did tonight’s fail? What is new in one half alone has nothing to go with yet: a new student has no contacts, a new contact no student.`;
  return [{ id: 'halves-apart', level: 'warn', words }];
}

function secondsUntil(moment: number, { clock }: Pick<RosterPorts, 'clock'>): number {
  return Math.ceil((moment - clock.now().getTime()) / 1_000);
}

function inWords(minutes: number): string {
  return minutes < 120 ? `${minutes} minutes` : `${Math.floor(minutes / 60)} hours`;
}
