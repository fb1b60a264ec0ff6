/** Whoever works at a school is called as its staff, and families are not; a stop holds for them as for everybody. */
import { expect } from 'vitest';
import { anotherNight } from './another-night.ts';
import { type Day, scenario } from './scenario.ts';

/** The sample's teachers, each with a mobile of their own that no family has. */
async function withStaffPhones(day: Day) {
  const mobiles = new Map<string, { readonly school: string; readonly e164: string }>();
  const sample = await anotherNight(day.stage.sample, '2026-11-24', {
    users: (cells) => {
      if (cells['role'] !== 'teacher') return cells;
      const line = String(2_000 + mobiles.size);
      mobiles.set(cells['sourcedId'] ?? '', { school: cells['orgSourcedIds'] ?? '', e164: `+1630234${line}` });
      return { ...cells, sms: `630-234-${line}` };
    },
  });
  const at = (wanted: (school: string) => boolean) =>
    [...mobiles.values()].filter(({ school }) => wanted(school)).map(({ e164 }) => e164);
  return { sample, at };
}

function staffNotice(noticeId: string, purpose: string, message: string, schools?: readonly string[]) {
  const audience = { kind: 'staff', ...(schools === undefined ? {} : { schools }) };
  return { noticeId, purpose, audience, message: { name: message }, raisedBy: 'a-test' };
}

scenario(
  'an evacuation for the staff of a school rings who works there and nobody else; who stops is not told of a closure, and still of the next emergency',
  { students: 120 },
  async (day) => {
    const { cloud, district } = day.stage;
    const { sample, at } = await withStaffPhones(day);
    const bySize = day.stage.config.schools.toSorted((a, b) => at((id) => id === b.id).length - at((id) => id === a.id).length);
    const largest = bySize[0]?.id ?? '';
    const here = at((school) => school === largest);
    expect(here.length, 'people at the school of the story').toBeGreaterThan(1);
    await day.nightlyExport(sample);
    day.everybody({ picksUp: true, presses: '1' });
    const [stopper = '', ...colleagues] = here;
    day.phone(stopper).does({ picksUp: true, presses: '9' });

    await day.put('Notice Raised', staffNotice('evacuate', 'emergency', 'evacuate-gas-leak', [largest]));
    await day.until('planned', () => district.notices.get('evacuate'));
    const calls = await day.untilClosed('evacuate');
    const rang = new Set(cloud.phones.rings().map(({ number }) => number));
    expect([...rang].sort()).toEqual(here.toSorted());
    expect(calls.length).toBe(rang.size);
    day.claimAll('evacuate');

    day.phone(stopper).does({ picksUp: true, presses: '1' });
    await day.put('Notice Raised', staffNotice('closed', 'closure', 'all-closed-snow'));
    await day.until('planned', () => district.notices.get('closed'));
    await day.untilClosed('closed');
    const told = new Set(cloud.phones.rings().flatMap(({ name, number }) => (name.startsWith('closed.') ? [number] : [])));
    expect(told.has(stopper), 'who pressed 9').toBe(false);
    expect([...told].sort()).toEqual([...colleagues, ...at((school) => school !== largest)].toSorted());
    day.claimAll('closed');

    await day.put('Notice Raised', staffNotice('again', 'emergency', 'evacuate-gas-leak', [largest]));
    await day.until('planned', () => district.notices.get('again'));
    await day.untilClosed('again');
    expect(cloud.phones.rings(stopper).filter(({ name }) => name.startsWith('again.')).length, 'in the next emergency').toBe(1);
    day.claimAll('again');
  },
);
