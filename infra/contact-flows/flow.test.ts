import { expect, test } from 'vitest';
import { hangUp, listen, loop, silenceLogs } from './actions.ts';
import { buildFlow, type FlowAction, FlowUnsound } from './flow.ts';

function problems(...actions: FlowAction[]): readonly string[] {
  try {
    buildFlow(actions);
    return [];
  } catch (error) {
    if (error instanceof FlowUnsound) return error.problems;
    throw error;
  }
}

const end = hangUp('end');
const speak = (ssml: string) =>
  listen('speak', { sound: { ssml }, seconds: 1, keys: {}, silence: 'end', otherKey: 'end', failed: 'end' });

test('a sound flow passes', () => {
  expect(problems(silenceLogs('start', 'speak'), speak('<speak>Hello</speak>'), end)).toEqual([]);
});

test('each unsound flow says what is wrong and where', () => {
  expect(problems(silenceLogs('start', 'nowhere'))).toContain('start: leads to nowhere, which does not exist');
  expect(problems(silenceLogs('start', 'end'), end, hangUp('island'))).toContain('island: is never reached');
  expect(problems(silenceLogs('start', 'end'), end, end)).toContain('two actions are called end');
  expect(problems(silenceLogs('a:b', 'end'), end)).toContain('a:b: not a name Connect takes');
  expect(problems(silenceLogs('x'.repeat(51), 'end'), end)[0]).toMatch(/not a name/);
  expect(problems(speak('x'.repeat(3_001)), end)).toContain('speak: speaks 3001 characters; Connect takes 3000');
  expect(problems()).toContain('it has no action');
  expect(problems({ ...speak('x'), Transitions: { NextAction: 'end' } }, end)).toContain('speak: NoMatchingError leads nowhere');
  expect(problems({ ...loop('loop', 2, 'end', 'end'), Transitions: {} }, end)).toContain('loop: nothing follows it');
  expect(problems({ ...speak('x'), Type: 'MessageParticipant' }, end)[0]).toMatch(/MessageParticipant is not an action we know/);
  const many = Array.from({ length: 250 }, (_, i) => silenceLogs(`a${i}`, i === 249 ? 'end' : `a${i + 1}`));
  expect(problems(...many, end)).toEqual(['it has 251 actions; Connect takes 250']);
});
