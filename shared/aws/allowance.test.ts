import fc from 'fast-check';
import { expect, test } from 'vitest';
import { START } from '../../test/ports/a-call.ts';
import { allowance } from './allowance.ts';

function at(start: number) {
  let ms = start;
  const clock = { now: () => new Date(ms) };
  const pass = (by: number): void => {
    ms += by;
  };
  return { clock, pass };
}

test('after a rest a few at once, then as many as the rate allows', () => {
  const { clock, pass } = at(Date.parse(START));
  const requests = allowance(2, 3, clock);
  const takeAll = (): number => {
    let taken = 0;
    while (requests.take()) taken += 1;
    return taken;
  };
  expect(takeAll()).toBe(3);
  pass(499);
  expect(takeAll()).toBe(0);
  pass(1);
  expect(takeAll()).toBe(1);
  pass(60_000);
  expect(takeAll()).toBe(3);
});

test('a refusal rests it, and one at a time comes back', () => {
  const { clock, pass } = at(Date.parse(START));
  const requests = allowance(2, 3, clock);
  requests.take();
  requests.refused();
  pass(1_999);
  expect(requests.take()).toBe(false);
  pass(1);
  expect([requests.take(), requests.take()]).toEqual([true, false]);
});

test('in no span does it let more through than the rate and the burst', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(700), { maxLength: 200 }), fc.double({ min: 0.5, max: 10, noNaN: true }), (waits, perSecond) => {
      const { clock, pass } = at(0);
      const requests = allowance(perSecond, 3, clock);
      let [asked, spent] = [0, 0];
      for (const wait of waits) {
        pass(wait);
        spent += wait;
        if (requests.take()) asked += 1;
        expect(asked).toBeLessThanOrEqual(3 + (spent * perSecond) / 1_000 + 1e-6);
      }
    }),
  );
});
