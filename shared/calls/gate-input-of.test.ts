/** Examples that tell broken facts of the gate from whole ones; each was found by a change to the code that no test noticed. */
import { describe, expect, test } from 'vitest';
import { agreed, asked, contact, edge, type World } from '../../test/fixtures/a-phone.ts';
import { NO_CONSENTS } from '../consent/consent-record.ts';
import type { Contact } from '../contacts/contact.ts';
import { isWithdrawn } from './gate-input-of.ts';

describe('who stands by', () => {
  const ben = (over: Partial<Contact> = {}) => contact([edge('z')], { contactKey: 'ben', ...over });
  const beside = (world: World) =>
    asked({ contacts: [contact([edge('a')]), ben()], planned: [{ contactKey: 'ana', students: ['a'] }], ...world }).bystanders;

  test('everybody who has the phone and is not told, once', () => {
    expect(beside({})).toEqual([{ restricted: false, limits: [], consent: 'none' }]);
    expect(beside({ onThePhone: ['ana'] })).toEqual([]);
    expect(beside({ onThePhone: ['ana', 'nobody'], records: { nobody: NO_CONSENTS } })).toEqual([
      { restricted: false, limits: [], consent: 'none' },
    ]);
  });

  test('and whoever is called and cannot be read, though the number does not name them; whoever can be, and is gone, does not', () => {
    const planned = [
      { contactKey: 'ana', students: ['a'] },
      { contactKey: 'cid', students: ['a'] },
    ];
    expect(beside({ planned, onThePhone: ['ana'], unreadable: ['cid'], records: { cid: NO_CONSENTS } })).toEqual([
      { restricted: false, limits: [], consent: 'unreadable' },
    ]);
    expect(beside({ planned, onThePhone: ['ana'], records: { cid: NO_CONSENTS } })).toEqual([]);
  });

  test('whose record is not there or does not open is unreadable', () => {
    expect(beside({ records: { ben: 'unreadable' } })).toMatchObject([{ consent: 'unreadable' }]);
    expect(beside({ onThePhone: ['ana', 'stranger'] })).toMatchObject([{ consent: 'unreadable' }]);
  });

  test('what they may not hear of the call’s children counts, and no limit of theirs beyond it', () => {
    const hidden = ben();
    expect(
      beside({ contacts: [contact([edge('a')]), { ...hidden, edges: [edge('a', { limits: ['no-location', 'never'] })] }] }),
    ).toMatchObject([{ limits: ['no-location'] }]);
  });
});

describe('what the gate is handed', () => {
  test('the versions of what it rests on, the number’s stops and its people’s records', () => {
    const contacts = [contact([edge('a')]), contact([edge('a')], { contactKey: 'ben' })];
    expect(asked({ contacts, records: { ana: agreed(), ben: 'unreadable' } }).input.consentVersion).toBe(7 + 3 + 5);
  });

  test('a notice in any state but open is withdrawn', () => {
    expect(isWithdrawn({ state: 'open' })).toBe(false);
    for (const state of ['raised', 'cancelled', 'closed', 'rejected'] as const) {
      expect(isWithdrawn({ state })).toBe(true);
      expect(asked({ notice: { state } }).input.notice.cancelled).toBe(true);
    }
    expect(asked({}).input.notice.cancelled).toBe(false);
  });

  test('where the number may lie: as its area code says, the district’s zone always; of what is no number, that alone', () => {
    expect(asked({ e164: '+16172341000' }).input.number).toEqual({
      lineType: 'mobile',
      zones: expect.arrayContaining(['America/New_York', 'America/Chicago']),
      states: ['IL', 'MA'],
    });
    expect(asked({ e164: 'not a number' }).input.number).toEqual({
      ...{ lineType: 'mobile', zones: ['America/Chicago'], states: expect.arrayContaining(['IL']) },
      undialable: 'not-a-number',
    });
    expect(asked({ e164: '+19002341000' }).input.number.undialable).toBe('premium');
    expect(asked({}).input.number).not.toHaveProperty('undialable');
  });
});
