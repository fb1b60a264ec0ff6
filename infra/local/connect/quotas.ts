import type { Instant } from '../world.ts';

/**
 * Quotas as a new account has them, per account and Region, all instances together.
 * https://docs.aws.amazon.com/connect/latest/adminguide/amazon-connect-service-limits.html
 */
export interface Quotas {
  /** StartOutboundVoiceContact. */
  readonly callsPerSecond: number;
  readonly callsBurst: number;
  /** Calls going on at once per instance, in and out. */
  readonly concurrentCalls: number;
  /** The same for campaign traffic: nothing until AWS grants it. */
  readonly concurrentCampaignCalls: number;
  /** DescribeContact, StopContact, GetContactAttributes, UpdateContactAttributes, each. */
  readonly contactRequestsPerSecond: number;
  readonly contactRequestsBurst: number;
  readonly searchesPerSecond: number;
  readonly searchesBurst: number;
  /** Every other operation, each. */
  readonly otherRequestsPerSecond: number;
  readonly otherRequestsBurst: number;
}

export const defaultQuotas: Quotas = {
  callsPerSecond: 2,
  callsBurst: 5,
  concurrentCalls: 10,
  concurrentCampaignCalls: 0,
  contactRequestsPerSecond: 10,
  contactRequestsBurst: 15,
  searchesPerSecond: 0.5,
  searchesBurst: 1,
  otherRequestsPerSecond: 2,
  otherRequestsBurst: 5,
};

const contactOperations = ['DescribeContact', 'StopContact', 'GetContactAttributes', 'UpdateContactAttributes'];

/** One token bucket for each operation, on the simulated clock. */
export class Throttle {
  readonly #buckets = new Map<string, { tokens: number; at: Instant }>();

  /** @returns false when the operation's rate is used up */
  admits(operation: string, now: Instant, quotas: Quotas): boolean {
    const [perSecond, burst] = rateOf(operation, quotas);
    const bucket = this.#buckets.get(operation) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    const admitted = tokens >= 1;
    this.#buckets.set(operation, { tokens: admitted ? tokens - 1 : tokens, at: now });
    return admitted;
  }
}

function rateOf(operation: string, quotas: Quotas): readonly [number, number] {
  if (operation === 'StartOutboundVoiceContact') return [quotas.callsPerSecond, quotas.callsBurst];
  if (operation === 'SearchContacts') return [quotas.searchesPerSecond, quotas.searchesBurst];
  if (contactOperations.includes(operation)) return [quotas.contactRequestsPerSecond, quotas.contactRequestsBurst];
  return [quotas.otherRequestsPerSecond, quotas.otherRequestsBurst];
}
