/**
 * What AWS's pages leave open and nobody can know without an account. The product has to hold under every reading, so each is
 * drawn from the seed, and each can be set by name.
 */
export interface ConnectReadings {
  /** Whether a DISCONNECTED event says why, or only DescribeContact does. */
  reasonInEvent: boolean;
  /** Whether events carry the callee's number (`customerEndpoint`). */
  numberInEvent: boolean;
  /** Over the quota of concurrent calls: the call is accepted and fails as fast busy, or the request is refused. */
  overConcurrency: 'fast busy' | 'LimitExceededException';
  /** A client token used again once its call has ended. */
  tokenAfterHangUp: 'same contact' | 'new contact';
  /** What a request over the rate is told; the page says one, the field another. */
  overRate: 'TooManyRequestsException' | 'LimitExceededException' | 'ThrottlingException';
  /** A moment that has not come is left out of an event, or given as 1970. */
  absentTimestamp: 'left out' | '1970';
  /** What stands for the number of a caller who withholds it. */
  withheldNumber: 'anonymous' | 'absent';
}

/** Events are "best effort" and "not ordered". Shares of all events, times in seconds. */
export interface EventDisorder {
  readonly lost: number;
  readonly doubled: number;
  readonly late: number;
  readonly lateBy: readonly [number, number];
  readonly usualDelay: readonly [number, number];
  /** COMPLETED before DISCONNECTED. */
  readonly swapped: number;
  /** Share of dead numbers whose end is published before the request that dialed them is answered. */
  readonly beforeTheAnswer: number;
}

/** Failures of the API itself: none unless a test asks for them. */
export interface ApiFaults {
  /** Refused with a 500, nothing was dialed. */
  readonly notPlaced: number;
  /** Dialed, and answered with a 500 all the same. */
  readonly placedButUnanswered: number;
}

export const defaultDisorder: EventDisorder = {
  lost: 0.004,
  doubled: 0.01,
  late: 0.02,
  lateBy: [5, 60],
  usualDelay: [0.1, 1.5],
  swapped: 0.1,
  beforeTheAnswer: 0.1,
};

/** No disorder at all: for tests about something else. */
export const orderly: EventDisorder = {
  ...{ lost: 0, doubled: 0, late: 0, lateBy: [0, 0], usualDelay: [0, 0], swapped: 0, beforeTheAnswer: 0 },
};

export const noFaults: ApiFaults = { notPlaced: 0, placedButUnanswered: 0 };

export function drawReadings(chance: () => number): ConnectReadings {
  const pick = <T>(...options: readonly [T, ...T[]]): T => options[Math.floor(chance() * options.length)] ?? options[0];
  return {
    reasonInEvent: pick(true, false),
    numberInEvent: pick(true, false),
    overConcurrency: pick('fast busy', 'LimitExceededException'),
    tokenAfterHangUp: pick('same contact', 'new contact'),
    overRate: pick('TooManyRequestsException', 'LimitExceededException', 'ThrottlingException'),
    absentTimestamp: pick('left out', '1970'),
    withheldNumber: pick('anonymous', 'absent'),
  };
}
