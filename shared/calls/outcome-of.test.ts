import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OUTCOMES } from './call.ts';
import { outcomeOf } from './outcome-of.ts';

test.each([
  ['CUSTOMER_DISCONNECT', 'answered'],
  ['CONTACT_FLOW_DISCONNECT', 'answered'],
  ['TELECOM_BUSY', 'busy'],
  ['TELECOM_TIMEOUT', 'no-answer'],
  ['TELECOM_ORIGINATOR_CANCEL', 'no-answer'],
  ['TELECOM_UNANSWERED', 'no-answer'],
  ['TELECOM_NUMBER_INVALID', 'invalid-number'],
  ['TELECOM_POTENTIAL_BLOCKING', 'blocked'],
  ['TELECOM_PROBLEM', 'failed'],
  ['OTHER', 'failed'],
  ['VOICEMAIL_BEEP', 'machine'],
] as const)('%s means %s', (reason, outcome) => {
  expect(outcomeOf({ reason })).toEqual({ outcome });
});

test('a word nobody has heard of is a failure that may be tried again, and is told', () => {
  expect(outcomeOf({ reason: 'TELECOM_SOLAR_FLARE' })).toEqual({ outcome: 'failed', unheardOf: 'TELECOM_SOLAR_FLARE' });
});

test('a key outweighs whatever the network says', () => {
  expect(outcomeOf({ reason: 'TELECOM_PROBLEM', amd: 'VOICEMAIL_BEEP', key: '1' })).toEqual({ outcome: 'answered' });
  expect(outcomeOf({ reason: 'CONTACT_FLOW_DISCONNECT', key: '7' })).toEqual({ outcome: 'not-my-number' });
});

test('a machine is known only where the detector says so', () => {
  expect(outcomeOf({ reason: 'CONTACT_FLOW_DISCONNECT', amd: 'VOICEMAIL_NO_BEEP' })).toEqual({ outcome: 'machine' });
  expect(outcomeOf({ reason: 'CONTACT_FLOW_DISCONNECT', amd: 'AMD_UNRESOLVED_SILENCE' })).toEqual({ outcome: 'answered' });
});

test('whatever Connect says, there is an outcome', () => {
  fc.assert(
    fc.property(fc.record({ reason: fc.string(), amd: fc.string() }, { requiredKeys: [] }), (said) => {
      expect(OUTCOMES).toContain(outcomeOf(said).outcome);
    }),
  );
});
