import { createHash } from 'node:crypto';
import { fileNameOf, type RosterUnit } from '../../shared/roster/drop-names.ts';
import type { Drop } from '../../shared/roster/intake.ts';

/** Both halves of a nightly drop, as they lie in the bucket. */
export interface Halves {
  readonly unit: RosterUnit;
  readonly zip: Drop;
  readonly contacts: Drop;
  /** Hex SHA-256 over both. */
  readonly hash: string;
}

export function halvesOf(unit: RosterUnit, zip: Drop, contacts: Drop): Halves {
  const hash = createHash('sha256');
  // Each part's own hash, so that no shift of bytes from one file to the other gives the same.
  for (const { bytes } of [zip, contacts]) hash.update(createHash('sha256').update(bytes).digest());
  return { unit, zip, contacts, hash: hash.digest('hex') };
}

/** RFC 3339 UTC: the same in every delivery. */
export function laterUpload({ zip, contacts }: Halves): string {
  return zip.uploadedAt > contacts.uploadedAt ? zip.uploadedAt : contacts.uploadedAt;
}

/** RFC 3339 UTC: what an export says is no newer than this. */
export function earlierUpload({ zip, contacts }: Halves): string {
  return zip.uploadedAt < contacts.uploadedAt ? zip.uploadedAt : contacts.uploadedAt;
}

/** Day of the later half, YYYY-MM-DD. */
export function dayOf(halves: Halves): string {
  return laterUpload(halves).slice(0, 10);
}

export function bytesOf({ zip, contacts }: Halves): number {
  return zip.bytes.length + contacts.bytes.length;
}

/** The companion file: its name in the report, and what it can be found and proven by. */
export interface CompanionFile {
  readonly file: string;
  readonly pointer: string;
  readonly sha256: string;
}

export function companionOf({ unit: { contactsKey }, contacts: { bytes } }: Halves): CompanionFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { file: fileNameOf(contactsKey), pointer: contactsKey, sha256 };
}
