import type { Chance } from './chance.ts';

/** Four Illinois area codes, all in the district's time zone. Exchanges that carry no subscribers (N11, 555, 976 …) are left out, and two that `mess.ts` uses. */
const AREAS = ['217', '309', '618', '815'] as const;
const RESERVED_EXCHANGES = new Set(['448', '467', '555', '950', '958', '959', '976']);

/** Hands out numbers that are valid in the numbering plan, each once. */
export function phoneBook(luck: Chance): () => string {
  const taken = new Set<string>();
  return function next(): string {
    const exchange = String(luck.between(220, 989));
    const line = String(luck.between(1000, 9998));
    const number = `+1${luck.pick(AREAS)}${exchange}${line}`;
    if (taken.has(number) || RESERVED_EXCHANGES.has(exchange) || exchange.endsWith('11') || new Set(line).size === 1)
      return next();
    taken.add(number);
    return number;
  };
}

/** The ways a school office writes one and the same number. */
export function asTyped(e164: string, luck: Chance): string {
  const [area, exchange, line] = [e164.slice(2, 5), e164.slice(5, 8), e164.slice(8)];
  return luck.weighted([
    [`(${area}) ${exchange}-${line}`, 5],
    [`${area}-${exchange}-${line}`, 5],
    [`${area}.${exchange}.${line}`, 1],
    [`${area}${exchange}${line}`, 1],
    [`1-${area}-${exchange}-${line}`, 0.5],
    [e164, 1],
  ]);
}
