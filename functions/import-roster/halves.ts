import { createHash } from 'node:crypto';
import { fileNameOf, type RosterUnit } from '../../shared/roster/drop-names.ts';
import type { ChainLink } from '../../shared/roster/export-chain.ts';
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

/** @param bulk on which the export rests, where it is a delta: it stands for the whole that this one changes */
export function bytesOf({ zip, contacts }: Halves, bulk?: ChainLink): number {
  return (bulk?.bytes ?? zip.bytes.length) + contacts.bytes.length;
}

export function linkOf({ unit: { zipKey: key }, zip: { bytes, uploadedAt } }: Halves): ChainLink {
  return { key, sha256: sha256(bytes), uploadedAt, bytes: bytes.length };
}

/** Hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The companion file: its name in the report, and what it can be found and proven by. */
export interface CompanionFile {
  readonly file: string;
  readonly pointer: string;
  readonly sha256: string;
}

export function companionOf({ unit: { contactsKey }, contacts: { bytes } }: Halves): CompanionFile {
  return { file: fileNameOf(contactsKey), pointer: contactsKey, sha256: sha256(bytes) };
}
