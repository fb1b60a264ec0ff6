import type { Signer } from '../../shared/audit/checkpoint.ts';
import type { WriteOnce } from '../../shared/audit/run.ts';
import type { AuditTrail } from '../../shared/audit/trail.ts';
import type { Clock } from '../../shared/clock/clock.ts';

export interface ListedObject {
  readonly key: string;
  /** The store's own clock, whole seconds. */
  readonly modified: Date;
}

/** The audit bucket. */
export interface LogStore extends WriteOnce {
  /** Objects under `prefix` in key order, those after `startAfter` only. Sees everything stored before it was asked. */
  list(prefix: string, startAfter?: string): AsyncIterable<ListedObject>;
  /** The next path segments under `prefix`, each ending in `/`. */
  folders(prefix: string): AsyncIterable<string>;
}

/** The view bucket: may be overwritten, lost and rebuilt. */
export interface View {
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array | undefined>;
}

export interface SealPorts {
  readonly store: LogStore;
  readonly view: View;
  readonly signer: Signer;
  readonly trail: AuditTrail;
  readonly clock: Clock;
  /** The district's domain. */
  readonly district: string;
  readonly measures: { count(name: string, by?: number): void; seconds(name: string, value: number): void };
}
