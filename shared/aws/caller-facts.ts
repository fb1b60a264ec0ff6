import type { CallerFacts } from '../consent/caller-facts.ts';
import type { PastRing } from '../consent/gate-input.ts';
import { createConsentLedger } from './consent-ledger.ts';
import { type ContactReaderOptions, createContactReader } from './contact-reader.ts';
import { byKey, getFrom } from './dynamo-batches.ts';
import { pause as realPause } from './pause.ts';
import { historyKeys, historyOf } from './ring-book.ts';

/** What is known of a number whose owner, or whoever says so, is on the line. Four requests for a known number, three for another. */
export function createCallerFacts(options: ContactReaderOptions) {
  const reader = createContactReader(options);
  const ledger = createConsentLedger(options);
  return async (numberKey: string): Promise<CallerFacts> => {
    const [numbers, lastRing] = await Promise.all([reader.read('number', [numberKey]), lastRingOf(options, numberKey)]);
    const contactKeys = numbers.get(numberKey)?.contactKeys ?? [];
    const [contacts, page] = await Promise.all([
      reader.read('contact', contactKeys),
      ledger.readMany({ numberKeys: [numberKey], contactKeys }),
    ]);
    return {
      languages: contactKeys.flatMap((key) => contacts.get(key)?.language ?? []),
      contactKeys,
      stops: page.stops.get(numberKey) ?? { kind: 'unreadable', version: 0 },
      consents: page.consents,
      lastRing,
    };
  };
}

/** The newest ring of this number, whatever it rested on. What is unreadable says nothing: key 8 is then as wide as 9. */
async function lastRingOf(
  { documents, table, pause = realPause }: Pick<ContactReaderOptions, 'documents' | 'table' | 'pause'>,
  numberKey: string,
): Promise<PastRing | undefined> {
  const found = byKey(await getFrom(documents, table, historyKeys(numberKey), pause));
  const { noted, exempt } = historyOf(numberKey, found);
  if (noted === 'unreadable' || exempt === 'unreadable') return undefined;
  return [...noted, ...exempt].reduce<PastRing | undefined>(
    (last, ring) => (last === undefined || ring.at > last.at ? ring : last),
    undefined,
  );
}
