import { createHash } from 'node:crypto';

/** A person's name as letters alone, so that `Peña-López, María` and `MARIA PENA LOPEZ` are one. Empty: nobody is named. */
export function foldName(givenName: string, familyName: string): string {
  return `${givenName}${familyName}`
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** `Lopez, Maria` or `Maria Lopez`. */
export function splitName(fullName: string): { givenName: string; familyName: string } {
  const [family = '', ...given] = fullName.split(',');
  if (given.length > 0) return { givenName: given.join(',').trim(), familyName: family.trim() };
  const words = fullName.trim().split(' ');
  return { givenName: words.slice(0, -1).join(' '), familyName: words.at(-1) ?? '' };
}

/**
 * The id of a contact in a layout that gives none: good for this student alone, and as long as the name is. A new name is a new
 * person, so nothing that somebody agreed to passes to whoever comes after them.
 */
export function madeId(studentId: string, { givenName, familyName }: { givenName: string; familyName: string }, place: string) {
  const name = foldName(givenName, familyName);
  const mark = createHash('sha256').update(name, 'utf8').digest('hex').slice(0, 12);
  return `${studentId}~${name === '' ? foldName(place, '') : mark}`;
}
