import { noticesWithin, SEVEN_DAYS } from '../consent/caps.ts';
import type { PastRing } from '../consent/gate-input.ts';
import { strictPolicy } from '../consent/policy-strict.ts';
import type { Purpose } from '../notices/purpose.ts';
import type { Addressee } from './plan-calls.ts';

/** Rings of each number, by number key; `unknown` where they could not be read. */
export type Rings = ReadonlyMap<string, readonly PastRing[] | 'unknown'>;

/** Whether a notice of this purpose uses up what a person may get in a week. */
export function isRationed(purpose: Purpose): boolean {
  return strictPolicy.courtesy.purposes.includes(purpose);
}

/**
 * Who has had their calls of the week already, on whichever of their numbers: a person is spared, not a telephone, or a second
 * phone would ring in place of the first. Rings that could not be read spare nobody here; the gate refuses on them. Pure.
 * @param at RFC 3339 UTC @param weekly notices a person may get in seven days
 */
export function splitByBudget(
  addressees: readonly Addressee[],
  rings: Rings,
  { at, noticeId, weekly }: { readonly at: string; readonly noticeId: string; readonly weekly: number },
): { readonly due: readonly Addressee[]; readonly spent: number } {
  const due = addressees.filter(({ contact }) => {
    const all = contact.numbers.flatMap(({ numberKey }) => {
      const own = rings.get(numberKey) ?? [];
      return own === 'unknown' ? [] : own;
    });
    return noticesWithin(all, { at, noticeId }, SEVEN_DAYS, { purposes: strictPolicy.courtesy.purposes }) < weekly;
  });
  return { due, spent: addressees.length - due.length };
}
