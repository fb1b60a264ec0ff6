import { createHash } from 'node:crypto';
import { type FileBytes, piecesOf } from '../../shared/disk/file-bytes.ts';
import { Loan } from '../../shared/packed/loan.ts';
import { fileNameOf, type RosterUnit } from '../../shared/roster/drop-names.ts';
import type { ChainLink } from '../../shared/roster/export-chain.ts';
import type { Drop } from '../../shared/roster/intake.ts';

export interface Half {
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly length: number;
  /** RFC 3339 UTC. */
  readonly uploadedAt: string;
}

/** Both halves of a nightly drop, as they lie in the bucket. */
export interface Halves {
  readonly unit: RosterUnit;
  readonly zip: Half;
  readonly contacts: Half;
  /** Hex SHA-256 over both. */
  readonly hash: string;
  /** The bytes, until they have been read: a large part of what an import holds. */
  readonly bytes: { readonly zip: Loan<FileBytes>; readonly contacts: Loan<FileBytes> };
}

export function halvesOf(unit: RosterUnit, zip: Drop<FileBytes>, contacts: Drop<FileBytes>): Halves {
  const [one, other] = [halfOf(zip), halfOf(contacts)];
  // Each part's own hash, so that no shift of bytes from one file to the other gives the same.
  const hash = createHash('sha256').update(one.sha256, 'hex').update(other.sha256, 'hex').digest('hex');
  const bytes = { zip: new Loan(zip.bytes), contacts: new Loan(contacts.bytes) };
  return { unit, zip: one, contacts: other, hash, bytes };
}

const halfOf = ({ bytes, uploadedAt }: Drop<FileBytes>): Half => ({ sha256: sha256(bytes), length: bytes.length, uploadedAt });

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
  return (bulk?.bytes ?? zip.length) + contacts.length;
}

export function linkOf({ unit: { zipKey: key }, zip: { sha256, length, uploadedAt } }: Halves): ChainLink {
  return { key, sha256, uploadedAt, bytes: length };
}

/** Hex. */
export function sha256(bytes: FileBytes): string {
  const sum = createHash('sha256');
  for (const piece of piecesOf(bytes)) sum.update(piece);
  return sum.digest('hex');
}

/** The companion file: its name in the report, and what it can be found and proven by. */
export interface CompanionFile {
  readonly file: string;
  readonly pointer: string;
  readonly sha256: string;
  /** RFC 3339 UTC. */
  readonly uploadedAt: string;
}

export function companionOf({ unit: { contactsKey }, contacts: { sha256, uploadedAt } }: Halves): CompanionFile {
  return { file: fileNameOf(contactsKey), pointer: contactsKey, sha256, uploadedAt };
}

/** Of a drop whose other half is not there. */
export function companionIn({ contactsKey }: RosterUnit, contacts: Drop<FileBytes>): CompanionFile {
  return { file: fileNameOf(contactsKey), pointer: contactsKey, ...halfOf(contacts) };
}
