import { z } from 'zod';
import type { FileBytes } from '../disk/file-bytes.ts';
import type { Spool } from '../disk/spool.ts';

/** A file as it was dropped. */
export interface Drop<Bytes extends FileBytes = Uint8Array> {
  /** Of a file that nobody takes, as it is too large, a byte more than would be taken. */
  readonly bytes: Bytes;
  /** RFC 3339 UTC: when it was uploaded; the same for every reading of it. */
  readonly uploadedAt: string;
}

/** Where exports are dropped, and where their senders look for the report. */
export interface Intake {
  /** The latest version of a file; undefined when there is none. Held in memory: at most 200 MiB are taken. */
  read(key: string): Promise<Drop | undefined>;
  /** The same of a file of up to 2 GiB, which is held where the spool says. */
  readInto(spool: Spool, key: string): Promise<Drop<FileBytes> | undefined>;
  /** Overwrites an earlier report of the same file. */
  writeReport(key: string, contentType: 'application/json' | 'text/html; charset=utf-8', body: string): Promise<void>;
}

/** A file that lies in the bucket. */
export interface DroppedFile {
  readonly key: string;
  /** RFC 3339 UTC. */
  readonly uploadedAt: string;
}

/** The intake bucket as its table of contents. */
export interface IntakeList {
  /** In no order. */
  list(prefix: string): Promise<readonly DroppedFile[]>;
}

/** A message of an intake queue, as the rule's input transformer writes it. */
export const dropMessage = z.object({ key: z.string().min(1).max(1_024) });
