/**
 * What a delta export rests on: the last bulk export that was taken and every delta taken since (ADR 29). OneRoster does not say
 * in a delta which file came before it, so the order is that of the uploads, and whatever came and was not taken breaks the chain.
 */
import type { ProblemCode } from './report/problem-words.ts';

/** The OneRoster half of a drop, as it lay in the intake bucket. */
export interface ChainLink {
  readonly key: string;
  /** Hex SHA-256: the bucket keeps no versions, so it is this that says whether the file is still the one that was taken. */
  readonly sha256: string;
  /** RFC 3339 UTC. */
  readonly uploadedAt: string;
  readonly bytes: number;
}

export interface ExportChain {
  /** The bulk export, then the deltas in the order in which they were taken. Empty where no delta can rest on anything. */
  readonly links: readonly ChainLink[];
  /** What came and was not taken: its sender believes it was, so no later delta says it again. */
  readonly untaken: readonly ChainLink[];
}

export const NO_CHAIN: ExportChain = { links: [], untaken: [] };

/** A week of deltas rests on one bulk export; a file that got lost on its way is missed for no longer than that. */
const BULK_LASTS_MS = 7 * 86_400_000;

/** The oldest of them blocks what comes after; more of them say no more. */
const UNTAKEN_KEPT = 20;

/** Two files of one second go by their names. */
export function isBefore(one: Pick<ChainLink, 'uploadedAt' | 'key'>, other: Pick<ChainLink, 'uploadedAt' | 'key'>): boolean {
  return one.uploadedAt === other.uploadedAt ? one.key < other.key : one.uploadedAt < other.uploadedAt;
}

const has = (links: readonly ChainLink[], { sha256 }: ChainLink): boolean => links.some((link) => link.sha256 === sha256);

/** What this delta is laid over; without itself, where it is taken already. */
export function linksBefore({ links }: ExportChain, delta: ChainLink): readonly ChainLink[] {
  return links.filter(({ sha256 }) => sha256 !== delta.sha256);
}

/** Why this delta cannot be laid over the chain, and the file that is in its way; undefined where it can. */
export function refusalOf(
  { links, untaken }: ExportChain,
  delta: ChainLink,
): { readonly code: ProblemCode; readonly file: string } | undefined {
  const [bulk, last] = [links[0], links.at(-1)];
  if (bulk === undefined || last === undefined) return { code: 'delta-no-bulk', file: delta.key };
  if (Date.parse(delta.uploadedAt) - Date.parse(bulk.uploadedAt) > BULK_LASTS_MS)
    return { code: 'delta-bulk-old', file: bulk.key };
  // The same file with other contacts: its rows are taken already.
  if (last.sha256 === delta.sha256) return undefined;
  const missed = untaken.find((link) => isBefore(link, delta) && link.sha256 !== delta.sha256);
  if (missed !== undefined) return { code: 'delta-after-untaken', file: missed.key };
  return isBefore(delta, last) || has(links, delta) ? { code: 'delta-older', file: delta.key } : undefined;
}

/** A bulk export begins the chain anew. One that is older than what was taken last has put the book back, and nothing rests on that. */
export function withTaken({ links, untaken }: ExportChain, taken: ChainLink, isDelta: boolean): ExportChain {
  const others = untaken.filter(({ sha256 }) => sha256 !== taken.sha256);
  if (isDelta) return { links: has(links, taken) ? links : [...links, taken], untaken: others };
  const last = links.at(-1);
  const isStale = last !== undefined && isBefore(taken, last);
  return { links: isStale ? [] : [taken], untaken: others.filter((link) => isBefore(taken, link)) };
}

export function withUntaken(chain: ExportChain, link: ChainLink): ExportChain {
  const { links, untaken } = chain;
  if (has(links, link) || has(untaken, link) || untaken.length >= UNTAKEN_KEPT) return chain;
  return { links, untaken: [...untaken, link] };
}
