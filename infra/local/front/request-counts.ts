/** Every request that came through the door, by caller, service and operation: what a placed call costs. */
export interface RequestCount {
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  readonly count: number;
}

export class RequestCounts {
  readonly #counts = new Map<string, RequestCount>();

  add(caller: string, service: string, operation: string): void {
    const key = `${caller}|${service}|${operation}`;
    const count = (this.#counts.get(key)?.count ?? 0) + 1;
    this.#counts.set(key, { caller, service, operation, count });
  }

  rows(): RequestCount[] {
    return [...this.#counts.values()];
  }

  /** All requests that match what is given, e.g. `total({ service: 'connect' })`. */
  total(wanted: Partial<Omit<RequestCount, 'count'>> = {}): number {
    const matching = this.rows().filter((row) =>
      Object.entries(wanted).every(([name, value]) => Object.entries(row).some(([n, v]) => n === name && v === value)),
    );
    return matching.reduce((sum, row) => sum + row.count, 0);
  }
}
