import { describe, expect, it } from 'vitest';
import { ask, flow, seededStreams, tryOut } from '../../../test/fixtures/telephone-trial.ts';
import { elbert, newDistrict, type Profile, poorData, type Ring } from './index.ts';
import { people } from './people-2026-11-24.ts';

const message = 'This is an automated call from Lincoln School. To opt out, press 9. The band plays on Thursday.';
const notice = flow(ask(message, { '9': 'end', '7': 'end' }, 'again'), ask(message, { '9': 'end', '7': 'end' }, 'end', 'again'));
/** As the published tests count: a person or a machine took the call. */
const delivered = (ring: Ring | undefined) => ring?.answeredBy === 'human' || ring?.answeredBy === 'voicemail';

/** Rings everybody, then those not reached again, a quarter of an hour later each time. */
function rounds(profile: Profile, numbers: number, seed = 1, start = '2026-11-24T21:00:00Z') {
  const trial = tryOut({ profile, seed, start });
  const shares: number[] = [];
  let waiting = Array.from({ length: numbers }, (_, i) => `+1217555${String(1000 + i).padStart(4, '0')}`);
  for (let round = 0; round < 3; round += 1) {
    for (const number of waiting) trial.call(number, notice, { setupMs: 1 });
    trial.clock.advance(15 * 60_000);
    const missed = waiting.filter((number) => !delivered(trial.network.rings(number)[round]));
    shares.push((100 * (waiting.length - missed.length)) / waiting.length);
    waiting = missed;
  }
  return { shares, rings: trial.network.rings() };
}

describe('the retry machinery, against Elbert County', () => {
  it('reaches 66.2 %, then 16.6 % and 5.5 % of the rest', () => {
    const { shares } = rounds(elbert, 4000);
    console.log(`Elbert: ${shares.map((share) => share.toFixed(1)).join(' / ')} % (published 66.2 / 16.6 / 5.5)`);
    for (const [i, published] of [66.2, 16.6, 5.5].entries()) expect(Math.abs((shares[i] ?? 0) - published)).toBeLessThan(2);
  });
});

describe('the default profile', () => {
  it('delivers about three quarters at the first attempt, and retries fade', () => {
    const { shares, rings } = rounds(people, 3000);
    console.log(
      `default: ${shares.map((share) => share.toFixed(1)).join(' / ')} % delivered, poor data: ${rounds(poorData, 1000).shares[0]?.toFixed(1)} %`,
    );
    expect(shares[0]).toBeGreaterThan(70);
    expect(shares[0]).toBeLessThan(78);
    expect(shares[1]).toBeGreaterThan(14);
    expect(shares[1]).toBeLessThan(20);
    expect(shares[2]).toBeLessThan(shares[1] ?? 0);
    expect(rings.length).toBeGreaterThan(3000);
  });

  it('knows worse books', () => {
    const first = (profile: Profile) => rounds(profile, 600).shares[0] ?? 0;
    expect(first(poorData)).toBeLessThan(first(newDistrict));
    expect(first(newDistrict)).toBeLessThan(first(people));
  });

  it('presses what it was offered, and only few stop a routine call', () => {
    const { rings } = rounds(people, 3000);
    const keys = rings.flatMap((ring) => ring.keys.filter((key) => key.taken).map((key) => key.key));
    expect(keys.filter((key) => key === '9').length / rings.length).toBeLessThan(0.02);
    expect(keys.length).toBeGreaterThan(0);
  });
});

describe('a person', () => {
  it('does the same in every run with the same seed, whoever else was called before', () => {
    const told = (numbers: readonly string[]) => {
      const trial = tryOut({ seed: 7 });
      for (const number of numbers) trial.call(number, notice);
      trial.clock.advance(300_000);
      return numbers.map((number) => JSON.stringify(trial.network.rings(number))).sort();
    };
    const numbers = Array.from({ length: 40 }, (_, i) => `+121755520${String(i).padStart(2, '0')}`);
    expect(told(numbers)).toEqual(told([...numbers].reverse()));
    expect(seededStreams(1)('a')()).not.toBe(seededStreams(2)('a')());
  });
});
