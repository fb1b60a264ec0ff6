import type { AuditDraft, AuditReceipt, AuditTrail } from '../audit/trail.ts';

/** Writes records of one or several notices, each under its own notice's group: one object per notice. */
export async function writeRecords(trail: AuditTrail, drafts: readonly AuditDraft[]): Promise<readonly AuditReceipt[]> {
  const receipts = new Map<AuditDraft, AuditReceipt>();
  for (const group of new Set(drafts.map(groupOf))) {
    const own = drafts.filter((draft) => groupOf(draft) === group);
    const written = await trail.write(group, own);
    for (const [n, draft] of own.entries()) {
      const receipt = written[n];
      if (receipt !== undefined) receipts.set(draft, receipt);
    }
  }
  return drafts.flatMap((draft) => receipts.get(draft) ?? []);
}

function groupOf({ notice, at }: AuditDraft): string {
  return notice ?? at.slice(0, 10);
}
