import type { ContactNumber } from './contact.ts';

/** What the book knows of one phone, whoever it belongs to. Sealed at rest; only the roster writes it. */
export interface NumberEntry extends Pick<ContactNumber, 'e164' | 'lineType' | 'country'> {
  /** Everybody who gave this number. */
  readonly contactKeys: readonly string[];
}
