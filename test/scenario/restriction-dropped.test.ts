import { expect } from 'vitest';
import { reportOn } from '../../cli/demo/intake.ts';
import { withRestriction } from '../../shared/consent/restrictions.ts';
import { anotherNight } from './another-night.ts';
import { scenario } from './scenario.ts';

const SCHOOL = 'plsd-high';

scenario(
  'a restriction that the next export has dropped holds in an emergency, until a named person clears it with the evidence',
  {},
  async (day) => {
    const { sample, district, cloud } = day.stage;
    day.everybody({ picksUp: true, presses: '1' });
    const [father] = day.families(SCHOOL).flatMap(({ contacts }) => contacts);
    if (father === undefined) throw new Error('the sample has nobody at this school');
    const barred = await anotherNight(sample, '2026-11-23', {
      contacts: (cells) => ({
        ...cells,
        restricted: cells['guardianSourcedId'] === father.id ? 'Y' : (cells['restricted'] ?? ''),
      }),
    });
    await day.nightlyExport(barred);
    // The sample's own export has never heard of the order.
    await day.nightlyExport();
    const { lists } = await reportOn(sample.roster.key, day.stage);
    expect(JSON.stringify(lists)).toContain(father.id);

    const phones = father.numbers.map(({ e164 }) => day.phone(e164));
    const first = await day.raise({ purpose: 'emergency', school: SCHOOL, message: 'evacuate-gas-leak' });
    await day.untilClosed(first);
    for (const phone of phones) phone.silent();
    day.claimAll(first);

    const pseudonyms = await district.pseudonyms();
    const children = sample.families.find(({ id }) => id === father.familyId)?.students ?? [];
    const evidence = { pointer: 'order of dismissal 2026-CV-118', sha256: 'a'.repeat(64) };
    const cleared = { state: 'cleared', at: new Date(cloud.clock.now()).toISOString(), recordedBy: 'a-test', evidence } as const;
    await district.ledger.changeConsents(pseudonyms.contact(father.id), (record) =>
      children.reduce((now, { id }) => withRestriction(now, pseudonyms.student(id), cleared), record),
    );
    const second = await day.raise({ purpose: 'emergency', school: SCHOOL, message: 'evacuate-gas-leak' });
    await day.untilClosed(second);
    for (const phone of phones) phone.rang(1);
    day.claimAll(second);
  },
);
