import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PURPOSES, type Purpose } from '../notices/purpose.ts';
import { type HeldOverlays, overlayOf, STATE_OVERLAYS, STATES } from './state-overlays.ts';

type Kind = keyof HeldOverlays;
const KINDS: readonly Kind[] = ['hours', 'never', 'ownConsent', 'noExemption', 'caps'];

function ids(states: readonly string[], purpose: Purpose, kind: Kind): readonly string[] {
  return overlayOf(states, purpose)[kind].map(({ id }) => id);
}

describe('what a state asks on top of federal law', () => {
  test.each([
    ['CA', 'event', 'hours', ['U-01.CA']],
    ['CA', 'survey', 'hours', ['U-01.CA']],
    ['CA', 'fundraising', 'hours', ['U-01.CA', 'U-05.every']],
    ['CA', 'attendance', 'hours', []],
    ['CA', 'closure', 'hours', []],
    ['CA', 'event', 'ownConsent', ['U-02.every']],
    ['IN', 'event', 'ownConsent', ['U-02', 'U-02.every']],
    ['ND', 'closure', 'ownConsent', ['U-02', 'U-02.every']],
    ['NE', 'attendance', 'ownConsent', ['U-02', 'U-02.every']],
    ['IL', 'fundraising', 'ownConsent', ['U-02.every', 'U-04.IL']],
    ['IL', 'event', 'ownConsent', ['U-02.every']],
    ['MN', 'event', 'noExemption', ['U-03.MN']],
    ['MN', 'attendance', 'noExemption', []],
    ['NC', 'survey', 'noExemption', ['U-03.NC']],
    ['MT', 'survey', 'never', ['U-03.MT']],
    ['MT', 'fundraising', 'never', ['U-03.MT.sales']],
    ['MT', 'event', 'never', []],
    ['FL', 'fundraising', 'hours', ['U-05', 'U-05.every']],
    ['WA', 'fundraising', 'hours', ['U-05', 'U-05.every']],
    ['OR', 'fundraising', 'hours', ['U-05.OR', 'U-05.every']],
    ['FL', 'fundraising', 'caps', ['U-05.FL.cap']],
    ['OR', 'fundraising', 'caps', ['U-05.OR.cap']],
    ['WA', 'fundraising', 'caps', []],
    ['FL', 'event', 'hours', []],
    ['OH', 'fundraising', 'hours', ['U-05.every']],
  ] as const)('%s, %s, %s', (state, purpose, kind, expected) => {
    expect(ids([state], purpose, kind)).toEqual(expected);
  });

  test('the hours and counts are those of the texts', () => {
    const fundraising = overlayOf(['CA', 'FL'], 'fundraising');
    expect(fundraising.hours.map(({ demand }) => `${demand.start}-${demand.end}`)).toEqual([
      '09:00-21:00',
      '08:00-20:00',
      '08:00-20:00',
    ]);
    expect(fundraising.caps.map(({ demand }) => demand)).toEqual([{ kind: 'cap', rings: 3, hours: 24 }]);
    expect(overlayOf(['OR'], 'fundraising').caps.map(({ demand }) => demand)).toEqual([{ kind: 'cap', rings: 3, hours: 24 }]);
    expect(overlayOf(['ND'], 'event').ownConsent.map(({ demand }) => demand.of)).toEqual(['others', 'others']);
    expect(overlayOf(['IL'], 'fundraising').ownConsent.map(({ demand }) => demand.of)).toEqual(['others', 'everybody']);
  });

  test('the called party’s state and the district’s hold together', () => {
    expect(ids(['IL', 'CA'], 'event', 'hours')).toEqual(['U-01.CA']);
    expect(ids(['CA', 'MT'], 'survey', 'never')).toEqual(['U-03.MT']);
  });

  test.each([
    ['a state that is none', ['IL', 'ZZ']],
    ['a state written otherwise', ['il']],
    ['no state at all', []],
  ])('%s: what any state asks', (_, states) => {
    for (const purpose of PURPOSES) {
      const strictest = overlayOf([...STATES], purpose);
      expect(overlayOf(states, purpose)).toEqual(strictest);
    }
    expect(ids(states, 'survey', 'never')).toEqual(['U-03.MT']);
  });
});

describe('what no state asks, and several together', () => {
  test('nothing is asked of an emergency', () => {
    for (const kind of KINDS) expect(ids([], 'emergency', kind)).toEqual([]);
  });

  const anyStates = fc.array(fc.constantFrom(...STATES), { minLength: 1 });
  test('a further state never asks less, and the order does not matter', () => {
    fc.assert(
      fc.property(anyStates, fc.constantFrom(...STATES, '??'), fc.constantFrom(...PURPOSES), (states, further, purpose) => {
        for (const kind of KINDS) {
          expect(ids([further, ...states], purpose, kind)).toEqual(expect.arrayContaining([...ids(states, purpose, kind)]));
          expect(ids([...states, further], purpose, kind)).toEqual(ids([further, ...states], purpose, kind));
        }
      }),
    );
  });
});

describe('what is open', () => {
  const open = STATE_OVERLAYS.flatMap((overlay) => (overlay.mark === 'open' ? [overlay] : []));

  test('says what the question is, and stands or falls with our answer', () => {
    expect(open.map(({ id, holds }) => [id, holds])).toEqual([
      ['U-01.CA.2873', false],
      ['U-03.MN', true],
      ['U-03.NC', true],
      ['U-05.OR', true],
      ['U-05.OR.cap', true],
    ]);
    for (const { question } of open) expect(question).toMatch(/\?$/);
  });

  test.each(open.map((overlay) => [overlay.id, overlay] as const))('%s answered the other way', (id, overlay) => {
    const other = STATE_OVERLAYS.map((one) => (one.id === id ? { ...overlay, holds: !overlay.holds } : one));
    const heldOf = (overlays: typeof STATE_OVERLAYS) => Object.values(overlayOf([...STATES], 'fundraising', overlays)).flat();
    expect(heldOf(STATE_OVERLAYS).some((held) => held.id === id)).toBe(overlay.holds);
    expect(heldOf(other).some((held) => held.id === id)).toBe(!overlay.holds);
  });
});

test('the whole table, as counsel would read it', () => {
  const all = 'closure attendance event survey fundraising';
  const routine = 'event survey fundraising';
  const rows = STATE_OVERLAYS.map(({ id, states, purposes, demand, mark }) =>
    [id, [states].flat().join(' '), purposes.join(' '), Object.values(demand).join(' '), mark].join(' | '),
  );
  expect(rows).toEqual([
    `U-01.CA | CA | ${routine} | hours 09:00 21:00 | policy`,
    `U-01.CA.2873 | CA | ${routine} | own-consent everybody | open`,
    `U-02 | IN ND NE | ${all} | own-consent others | law`,
    `U-02.every | every | ${all} | own-consent others | policy`,
    `U-03.MN | MN | ${routine} | no-exemption | open`,
    `U-03.NC | NC | ${routine} | no-exemption | open`,
    'U-03.MT | MT | survey | never | law',
    'U-03.MT.sales | MT | fundraising | never | policy',
    'U-04.IL | IL | fundraising | own-consent everybody | law',
    'U-05 | FL WA | fundraising | hours 08:00 20:00 | law',
    'U-05.FL.cap | FL | fundraising | cap 3 24 | law',
    'U-05.OR | OR | fundraising | hours 08:00 20:00 | open',
    'U-05.OR.cap | OR | fundraising | cap 3 24 | open',
    'U-05.every | every | fundraising | hours 08:00 20:00 | policy',
  ]);
});

test('every overlay names known states and purposes, cites a text, and says one sentence a parent can read', () => {
  expect(new Set(STATE_OVERLAYS.map(({ id }) => id)).size).toBe(STATE_OVERLAYS.length);
  for (const { id, states, purposes, citation, words, mark } of STATE_OVERLAYS) {
    if (states !== 'every') for (const state of states) expect(STATES, id).toContain(state);
    expect(purposes.length, id).toBeGreaterThan(0);
    expect(citation, id).toMatch(mark === 'policy' ? /^POLICY U-0\d/ : /^U-0\d/);
    expect(words, id).toMatch(/^[A-Z][^.]*\.$/);
    expect(words.split(' ').length, id).toBeLessThanOrEqual(28);
    expect(words, id).not.toMatch(/CFR|Stat|opt-out|revoke/);
  }
});

test('fifty states, the capital’s district and five territories', () => {
  expect(STATES.size).toBe(56);
  for (const state of STATES) expect(state).toMatch(/^[A-Z]{2}$/);
});
