/** Days in which somebody who asks to see their records must have seen them (34 CFR 99.10(b); F-09). */
export const INSPECT_DAYS = 45;
const DAY_MS = 86_400_000;

/** One request to inspect and review records; while it is open nothing of them may be destroyed (34 CFR 99.10(e)). */
export interface Inspection {
  /** YYYY-MM-DD: the day the request was received. */
  readonly receivedOn: string;
  /** YYYY-MM-DD: the last day on which it is answered in time. */
  readonly dueOn: string;
  readonly recordedBy: string;
  /** RFC 3339 UTC: when the person had seen them. Absent: it is open. */
  readonly closedAt?: string;
}

/** Takes a request down; one that is open already stays as it is, with its earlier due day. */
export function openInspection(all: readonly Inspection[], receivedOn: string, recordedBy: string): readonly Inspection[] {
  if (openOf(all) !== undefined) return all;
  const dueOn = new Date(Date.parse(`${receivedOn}T00:00:00Z`) + INSPECT_DAYS * DAY_MS).toISOString().slice(0, 10);
  return [...all, { receivedOn, dueOn, recordedBy }];
}

/** The person has seen what they asked for. @param closedAt RFC 3339 UTC */
export function closeInspections(all: readonly Inspection[], closedAt: string): readonly Inspection[] {
  if (openOf(all) === undefined) return all;
  return all.map((one) => (one.closedAt === undefined ? { ...one, closedAt } : one));
}

/** The request that is still open. */
export function openOf(all: readonly Inspection[]): Inspection | undefined {
  return all.find(({ closedAt }) => closedAt === undefined);
}
