import { z } from 'zod';
import type { Command } from './command.ts';
import { findTie, mustBeListed, TIE_OPTIONS, tieArgs } from './family-tie.ts';
import { changeRestriction } from './restriction-change.ts';

const args = z.object({ ...tieArgs, notListed: z.boolean().optional() });

export const restrictionSet: Command = {
  name: 'restriction set',
  summary:
    'Keep one contact from every call about one student, emergencies too, on a court order or the like. At once: queued calls obey it.',
  examples: [
    'ringfence restriction set --contact g-1043 --student s-2207 --recorded-by "Dana Ruiz" --evidence "order 2026-D-118, legal file" --evidence-file order.pdf',
  ],
  options: [...TIE_OPTIONS, { flags: '--not-listed', description: 'the export does not list this contact for this student yet' }],
  async run(given, ports) {
    const asked = args.parse(given);
    const district = await ports.district();
    const tie = await findTie(asked, district);
    if (asked.notListed !== true) mustBeListed(tie, asked.student);
    return changeRestriction('set', asked, tie, ports, district);
  },
};
