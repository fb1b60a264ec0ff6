import { expect, test } from 'vitest';
import { aLineCall as call, memoryCallers } from '../../test/ports/memory-callers.ts';
import { callerIn, onTheLine } from './line.ts';

test('a step or a key that means nothing is the fault of who deployed', async () => {
  const { ports } = memoryCallers();
  await expect(onTheLine(ports, call({ step: 'sing' }))).rejects.toMatchObject({ code: 'STEP_UNKNOWN' });
  await expect(onTheLine(ports, call({ step: 'stop', key: '1' }))).rejects.toMatchObject({ code: 'STOP_KEY_UNKNOWN' });
});

test.each([
  ['+13125550111', '+13125550111'],
  ['anonymous', undefined],
  ['', undefined],
  [undefined, undefined],
  ['sip:ana@example.org', undefined],
  ['+266696687', '+266696687'],
])('a caller shown as %s is %s', (address, caller) => {
  expect(callerIn(address)).toBe(caller);
});
