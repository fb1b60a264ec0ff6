import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Evidence } from '../shared/consent/consent-record.ts';
import { CommandRefused } from './command.ts';

/** Where proof lies, and what lies there, so that nobody can lay something else there later. */
export const evidenceArgs = {
  evidence: z.string().min(1, 'say where it can be looked up').max(512),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'write the SHA-256 as 64 hex digits')
    .optional(),
  evidenceFile: z.string().min(1).optional(),
};

export const EVIDENCE_OPTIONS = [
  {
    flags: '--evidence <pointer>',
    description: 'where it can be looked up, e.g. "order 2026-D-118, legal file, drawer 3"',
    required: true,
  },
  { flags: '--evidence-file <file>', description: 'the scan or recording itself; its SHA-256 is kept, the file is not' },
  { flags: '--sha256 <hex>', description: 'that SHA-256, where the file lies elsewhere' },
] as const;

interface AskedEvidence {
  readonly evidence: string;
  readonly sha256?: string | undefined;
  readonly evidenceFile?: string | undefined;
}

/** @throws CommandRefused where the two differ, or the file is not there */
function fileHash({ sha256, evidenceFile }: AskedEvidence): string | undefined {
  if (evidenceFile === undefined) return sha256?.toLowerCase();
  const found = createHash('sha256').update(bytesOf(evidenceFile)).digest('hex');
  if (sha256 !== undefined && sha256.toLowerCase() !== found)
    throw new CommandRefused(`${evidenceFile} does not have that SHA-256`, `it has ${found}; name the right file`, 2);
  return found;
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandRefused(`the evidence cannot be read: ${why}`, 'check the path behind --evidence-file', 2);
  }
}

/** Of a word at the desk nothing can be hashed but the note of it. */
export function evidenceOf(asked: AskedEvidence): Evidence {
  const sha256 = fileHash(asked) ?? createHash('sha256').update(asked.evidence, 'utf8').digest('hex');
  return { pointer: asked.evidence, sha256 };
}

/** @throws CommandRefused where there is no document to stand on: a verbal instruction is none (C-01, F-07) */
export function documentOf(asked: AskedEvidence): Evidence {
  if (fileHash(asked) === undefined)
    throw new CommandRefused('this stands on a document', 'add --evidence-file <file>, or --sha256 <hex> of the scan', 2);
  return evidenceOf(asked);
}
