/**
 * What a verifier may find. Each class has a line in docs/audit-format.md; the word names what is wrong, never who did it.
 */
export const FINDING_CLASSES = [
  'deleted',
  'second-version',
  'stray-object',
  'seal-unreadable',
  'seal-unsound',
  'batch-missing',
  'batch-changed',
  'record-changed',
  'sealed-twice',
  'not-sealed',
  'not-canonical',
  'off-schema',
  'misplaced',
  'checkpoint-unreadable',
  'checkpoint-missing',
  'checkpoint-astray',
  'wrong-root',
  'wrong-signature',
  'run-hole',
  'run-doubled',
  'ref-unknown',
  'ref-later',
  'conflict',
  'ring-without-permit',
  'ring-after-refusal',
  'consent-version',
  'decided-otherwise',
  'notice-sum',
  'notice-root',
] as const;
export type FindingClass = (typeof FINDING_CLASSES)[number];

export interface Finding {
  readonly class: FindingClass;
  /** Key of the object. */
  readonly object: string;
  /** Line of a batch, from 1. */
  readonly line?: number;
  readonly detail: string;
}

/** How far one log goes. */
export interface LogSummary {
  readonly log: string;
  readonly size: number;
  /** Hex. */
  readonly root: string;
  /** Size of the largest checkpoint that was signed and agrees; records beyond it are not attested yet. */
  readonly attested: number;
}

export interface Verdict {
  /** `convicted`: something is wrong, and `findings` name it. `cannot-tell`: nothing is known to be wrong, but `doubts` remain. */
  readonly outcome: 'clean' | 'convicted' | 'cannot-tell';
  readonly findings: readonly Finding[];
  readonly doubts: readonly string[];
  readonly counts: {
    readonly objects: number;
    readonly records: number;
    readonly seals: number;
    readonly checkpoints: number;
    /** Decisions the gate made again, over their recorded inputs. */
    readonly adjudicated: number;
    /** Batches no seal holds yet: those of the last minute, on a trail that is being written. */
    readonly unsealed: number;
  };
  readonly logs: readonly LogSummary[];
}

/** Findings and doubts as they come up; the verifier goes on after each. */
export class Docket {
  readonly findings: Finding[] = [];
  readonly doubts = new Set<string>();

  convict(finding: Finding): void {
    this.findings.push(finding);
  }

  doubt(why: string): void {
    this.doubts.add(why);
  }

  outcome(): Verdict['outcome'] {
    if (this.findings.length > 0) return 'convicted';
    return this.doubts.size > 0 ? 'cannot-tell' : 'clean';
  }
}
