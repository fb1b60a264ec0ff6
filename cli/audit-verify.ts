import { z } from 'zod';
import { vkey } from '../shared/audit/checkpoint.ts';
import { logOrigin } from '../shared/audit/log-name.ts';
import type { TrailSource } from '../shared/audit/trail-source.ts';
import { type Verdict, verifyTrail } from '../shared/audit/verify.ts';
import { type Command, CommandRefused, type ExitCode, type Ports } from './command.ts';
import { directorySource } from './machine/directory-source.ts';
import type { Terminal } from './machine/terminal.ts';

const args = z.object({ dir: z.string().optional(), key: z.string().optional() });

const EXIT: Readonly<Record<Verdict['outcome'], ExitCode>> = { clean: 0, convicted: 1, 'cannot-tell': 2 };

function say(verdict: Verdict, key: string, terminal: Terminal): void {
  const { counts, logs, findings, doubts } = verdict;
  terminal.line(`key: ${key}`);
  terminal.line(
    `${counts.objects} objects, ${counts.records} records, ${counts.seals} seals, ${counts.checkpoints} checkpoints, ${counts.unsealed} batches not sealed yet, ${counts.adjudicated} decisions made again`,
  );
  for (const { log, size, root, attested } of logs)
    terminal.soft(`${log}: ${size} records, ${attested} of them signed for, root ${root}`);
  for (const finding of findings)
    terminal.bad(
      `${finding.class}: ${finding.object}${finding.line === undefined ? '' : ` line ${finding.line}`}: ${finding.detail}`,
    );
  for (const doubt of doubts) terminal.soft(`doubt: ${doubt}`);
  if (verdict.outcome === 'clean')
    terminal.good('clean: nothing was changed, removed, added late or reordered, and every ring had its permit');
  else
    terminal.bad(
      verdict.outcome === 'convicted'
        ? 'CONVICTED: see the findings above'
        : 'cannot tell: see the doubts above. Try: again in two minutes; the sealer comes by once a minute',
    );
  terminal.result({ key, ...verdict });
}

export const auditVerify: Command = {
  name: 'audit verify',
  summary:
    'Say whether anything in the audit trail was changed, and whether every ring was allowed. 0 clean, 1 convicted, 2 cannot tell.',
  examples: [
    'ringfence audit verify',
    'ringfence audit verify --dir copy-of-the-bucket --key "audit.lincoln.example.org/2026-27+1a2b3c4d+AbC…"',
  ],
  options: [
    { flags: '--dir <directory>', description: 'a copy of the bucket on this machine; then nothing is asked of any network' },
    { flags: '--key <vkey>', description: 'the public key, as a C2SP vkey, PEM or base64 DER; with --dir' },
  ],
  async run(given, { terminal, district }) {
    const { dir, key } = args.parse(given);
    if (dir !== undefined && key === undefined)
      throw new CommandRefused(
        'a copy proves nothing without the public key',
        'add --key; ask whoever published it, not whoever gave you the copy',
        2,
      );
    let bar: ReturnType<Terminal['progress']> | undefined;
    const progress = (done: number, of: number): void => {
      bar ??= terminal.progress('batches read', of);
      bar.to(done);
    };
    const { source, publicKey } = await trailOf(dir, key, district);
    const verdict = await verifyTrail(source, publicKey, { progress });
    bar?.end();
    say(verdict, publicKey, terminal);
    return EXIT[verdict.outcome];
  },
};

/** A copy with the key it came with, or the district's own bucket and the key KMS shows. */
async function trailOf(
  dir: string | undefined,
  key: string | undefined,
  district: Ports['district'],
): Promise<{ readonly source: TrailSource; readonly publicKey: string }> {
  if (dir !== undefined && key !== undefined) return { source: await directorySource(dir), publicKey: key };
  const connected = await district();
  return {
    source: connected.trailSource(),
    publicKey: key ?? vkey(logOrigin(connected.domain, connected.clock.now()), await connected.publicKey()),
  };
}
