import { z } from 'zod';
import { isRestrictedFor, restrictedOnRecord } from '../shared/consent/restrictions.ts';
import { type Command, CommandRefused } from './command.ts';
import { consentsOf, findTie, TIE_OPTIONS, tieArgs } from './family-tie.ts';
import { changeRestriction } from './restriction-change.ts';

const args = z.object(tieArgs);

export const restrictionClear: Command = {
  name: 'restriction clear',
  summary:
    'End a restriction, whoever set it, on the document that ends it. Only this does: an export that drops the flag, or an order that runs out, never does.',
  examples: [
    'ringfence restriction clear --contact g-1043 --student s-2207 --recorded-by "Dana Ruiz" --evidence "order 2027-D-9, legal file" --sha256 <64 hex digits>',
  ],
  options: TIE_OPTIONS,
  async run(given, ports) {
    const asked = args.parse(given);
    const district = await ports.district();
    const tie = await findTie(asked, district);
    const record = await consentsOf(tie.contact, district);
    const listed = tie.edge !== undefined && isRestrictedFor(record, tie.edge);
    if (!listed && !restrictedOnRecord(record).includes(tie.studentKey))
      throw new CommandRefused('nothing restricts this contact for this student', 'look with ringfence restriction list');
    const { givenName, familyName } = tie.contact;
    const question = `Let calls about student ${asked.student} reach ${givenName} ${familyName} again, on "${asked.evidence}"?`;
    if (!(await ports.confirm(question))) throw new CommandRefused('the restriction stands', 'answer y, or add --yes');
    return changeRestriction('cleared', asked, tie, ports, district);
  },
};
