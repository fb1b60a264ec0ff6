/** What is asked of the telephone network for one attempt. */
export interface DialRequest {
  readonly callId: string;
  readonly attempt: number;
  readonly e164: string;
  /** 15–60. */
  readonly ringSeconds: number;
}

/**
 * What the network answered, sorted by what follows. Only `ringing` and `unknown` leave a doubt whether a phone rings.
 * `throttled`: the rate was exceeded, the attempt may be made again at once. `number-refused`: never for this number.
 * `attempt-refused`: not now for this number. `our-mistake`: the request is wrong. `lane-stopped`: nothing can be dialed
 * until somebody mends the deployment. `unknown`: no answer came, or one that proves nothing.
 */
export type DialAnswer =
  | { readonly kind: 'ringing'; readonly contactId: string }
  | {
      readonly kind: 'throttled' | 'number-refused' | 'attempt-refused' | 'our-mistake' | 'lane-stopped' | 'unknown';
      /** The network's own name of the error. */
      readonly code: string;
    };

/** How a contact stands, as the network tells. */
export interface ContactStatus {
  /** Absent while it is not over. RFC 3339. */
  readonly endedAt?: string;
  readonly reason?: string;
  readonly amd?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The telephone network. */
export interface Dialer {
  /** Asks for one ring, once: no retry hides in here. Never throws; what went wrong is part of the answer. */
  dial(request: DialRequest): Promise<DialAnswer>;
}

/** Where one asks after a ring that was begun. */
export interface ContactDesk {
  /** @throws TryAgain when asked too often. Undefined when there is no such contact. */
  describe(contactId: string): Promise<ContactStatus | undefined>;
  /** Attributes of a contact: `callId`, `attempt`, and `key` where the flow has set it. @throws TryAgain */
  attributes(contactId: string): Promise<Readonly<Record<string, string>> | undefined>;
  /** The contact of an attempt, by its name; at most one request per two seconds. @throws TryAgain */
  find(callId: string, attempt: number, since: string): Promise<string | undefined>;
  /** Erases the number from a contact that has ended. `later`: asked too often, or not over yet. */
  scrub(contactId: string): Promise<'scrubbed' | 'later'>;
}
