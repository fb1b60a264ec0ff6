import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { KeyLocks } from './key-locks.ts';

test('who holds one of the same keys goes one after another, all others at once', async () => {
  const locks = new KeyLocks();
  const diary: string[] = [];
  const work = (name: string, keys: string[]) =>
    locks.within(keys, async () => {
      diary.push(`${name} begins`);
      await turn();
      diary.push(`${name} ends`);
    });
  await Promise.all([work('first', ['a', 'b']), work('second', ['b', 'a']), work('other', ['c'])]);
  expect(diary.indexOf('second begins')).toBeGreaterThan(diary.indexOf('first ends'));
  expect(diary.indexOf('other begins')).toBeLessThan(diary.indexOf('first ends'));
});

test('a key is free again after an error', async () => {
  const locks = new KeyLocks();
  await expect(locks.within(['a'], () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await locks.within(['a', 'a'], () => Promise.resolve('free'))).toBe('free');
});
