import { createHash } from 'node:crypto';
import type { RosterUnit } from '../../shared/roster/drop-names.ts';
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

/** Day of the later half, YYYY-MM-DD: the same in every delivery. */
export function dayOf({ zip, contacts }: Halves): string {
  return (zip.uploadedAt > contacts.uploadedAt ? zip : contacts).uploadedAt.slice(0, 10);
}
