import canonicalize from 'canonicalize';
import type { AuditValue } from './trail.ts';

/*
 * RFC 8785 (JCS), narrowed: integers within ±2^53 only, all text in Unicode normal form C. One record has one spelling, so a
 * reader who hashes bytes and a reader who parses them speak of the same thing.
 */

/** Canonical text of a JSON value; all its text is brought to NFC first. `undefined` members are left out. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(normalised(value));
  if (text === undefined) throw new TypeError('only JSON has a canonical form');
  return text;
}

/** The value of `text` where it is canonical JSON; `undefined` where it is not, whatever the reason. */
export function parseCanonical(text: string): AuditValue | undefined {
  try {
    // What passes the comparison below is JSON with integers only.
    const value = JSON.parse(text) as AuditValue;
    return canonicalText(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

function normalised(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC');
  if (typeof value === 'number') return integer(value);
  if (Array.isArray(value)) return value.map(normalised);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name.normalize('NFC'), normalised(member)]));
}

function integer(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new TypeError('audit records hold integers up to 2^53 only');
}
