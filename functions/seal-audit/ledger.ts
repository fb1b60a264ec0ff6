import { batchName } from '../../shared/audit/batch.ts';
import type { Head, Manifest } from '../../shared/audit/manifest.ts';
import { emptyHead, extend } from '../../shared/audit/manifest.ts';
import { GiveUp } from '../../shared/faults/fault.ts';

/** The seals do not build on one another: somebody has tampered with the log, and nothing may be signed on top of it. */
export class LogUnsound extends GiveUp<{ log: string; start: number; problem: string }> {
  readonly code = 'LOG_UNSOUND';
}

/** Which objects of one run are sealed: all numbers below `upTo`, and those of `beyond`. */
interface RunSealed {
  upTo: number;
  readonly beyond: Set<number>;
}

/**
 * What the seals say, folded: where each log ends, and which batches are in. A function of the seals and nothing else, so a
 * copy kept from the last minute is as good as reading them all, and a lost copy costs time only.
 */
export class Ledger {
  readonly #heads = new Map<string, Head>();
  readonly #runs = new Map<string, RunSealed>();
  /** When we last learnt of a sealed batch of the group, ms; groups at rest need not be listed each minute. */
  readonly #groups = new Map<string, number>();
  /** How many batches are sealed. */
  objects = 0;

  logs(): readonly string[] {
    return [...this.#heads.keys()];
  }

  head(log: string): Head {
    return this.#heads.get(log) ?? emptyHead(log);
  }

  /**
   * @param now when this environment learnt of the seal
   * @throws LogUnsound where the seal does not extend what was taken in before.
   */
  take(manifest: Manifest, now: Date): void {
    const extension = extend(this.head(manifest.log), manifest);
    if (extension.kind === 'unsound') {
      const where = { log: manifest.log, start: manifest.start, problem: extension.problem };
      const advice = 'Sign nothing. Run `ringfence audit verify` and find out who wrote to the audit bucket.';
      throw new LogUnsound(`the seal at ${manifest.start} does not extend the log: ${extension.problem}`, where, advice);
    }
    this.#heads.set(manifest.log, extension.head);
    for (const { key } of manifest.objects) this.#takeBatch(key, now.getTime());
  }

  isSealed(key: string): boolean {
    const name = batchName(key);
    if (name === undefined) return false;
    const run = this.#runs.get(`${name.writer}/${name.run}`);
    return run !== undefined && (name.seq < run.upTo || run.beyond.has(name.seq));
  }

  /** Whether batches of the group may still be coming: nothing of it is sealed yet, or something was within `ms` before `now`. */
  isLive(group: string, now: Date, ms: number): boolean {
    const last = this.#groups.get(group);
    return last === undefined || now.getTime() - last < ms;
  }

  #takeBatch(key: string, at: number): void {
    const name = batchName(key);
    if (name === undefined) return;
    const id = `${name.writer}/${name.run}`;
    const run = this.#runs.get(id) ?? { upTo: 0, beyond: new Set() };
    this.#runs.set(id, run);
    run.beyond.add(name.seq);
    while (run.beyond.delete(run.upTo)) run.upTo += 1;
    this.#groups.set(`${name.writer}/${name.group}`, at);
    this.objects += 1;
  }

  /** Plain JSON of everything above. */
  snapshot(): LedgerSnapshot {
    return {
      heads: [...this.#heads.values()].map(({ log, frontier }) => ({
        log,
        size: frontier.size,
        peaks: frontier.peaks.map((peak) => peak.toString('hex')),
      })),
      runs: [...this.#runs].map(([id, { upTo, beyond }]) => [id, upTo, [...beyond]]),
      groups: [...this.#groups],
      objects: this.objects,
    };
  }

  static from(snapshot: LedgerSnapshot): Ledger {
    const ledger = new Ledger();
    for (const { log, size, peaks } of snapshot.heads) {
      ledger.#heads.set(log, { log, frontier: { size, peaks: peaks.map((peak) => Buffer.from(peak, 'hex')) } });
    }
    for (const [id, upTo, beyond] of snapshot.runs) ledger.#runs.set(id, { upTo, beyond: new Set(beyond) });
    for (const [group, at] of snapshot.groups) ledger.#groups.set(group, at);
    ledger.objects = snapshot.objects;
    return ledger;
  }
}

export interface LedgerSnapshot {
  readonly heads: readonly { readonly log: string; readonly size: number; readonly peaks: readonly string[] }[];
  readonly runs: readonly (readonly [string, number, readonly number[]])[];
  readonly groups: readonly (readonly [string, number])[];
  readonly objects: number;
}
