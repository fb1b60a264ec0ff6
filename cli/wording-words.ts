import { oddWording, wordingIds } from '../shared/consent/wordings.ts';
import type { Terminal } from './machine/terminal.ts';

/**
 * Says it where an agreement names words that nobody has entered. It is recorded all the same: the person agreed to something,
 * and somebody is to find out to what. A district's own forms stand in its settings, which this program does not read.
 * @param at RFC 3339: when the person agreed
 */
export function sayOddWording(wording: string, at: string, terminal: Terminal): void {
  switch (oddWording(wording, at.slice(0, 10), [])) {
    case 'unknown':
      terminal.bad(
        `the version ${wording} of the words is none of ${wordingIds([]).join(', ')}, desk; recorded as you wrote it. If it is your own form, its text must stand under consentWordings in the settings`,
      );
      break;
    case 'before-its-time':
      terminal.bad(`the version ${wording} of the words was not in use on ${at.slice(0, 10)}; recorded as you wrote it`);
      break;
    case undefined:
      break;
  }
}
