import { describe, expect, test } from 'vitest';
import { NO_CONSENTS } from '../consent/consent-record.ts';
import type { Contact, Edge } from '../contacts/contact.ts';
import { laneOf, PURPOSES, type Purpose } from '../notices/purpose.ts';
import { toldEdges } from './told-students.ts';

const TODAY = '2026-11-24';
const edge = (studentKey: string, over: Partial<Edge> = {}): Edge => ({
  ...{ studentKey, schoolIds: ['lincoln'], relationship: 'mother', priority: 1, restricted: false, emergencyOnly: false },
  ...{ adultFrom: '2033-01-01', ...over },
});

interface Asked {
  readonly role?: Contact['role'];
  readonly students?: readonly string[];
  readonly record?: 'unreadable';
  readonly callEmergencyOnlyContacts?: boolean;
}

/** About whom somebody with these edges is told. */
function about(purpose: Purpose, edges: readonly Edge[], { role = 'guardian', students, record, ...more }: Asked = {}) {
  const telling = { purpose, callEmergencyOnlyContacts: false, today: TODAY, ...more };
  const concerned = students ?? edges.map(({ studentKey }) => studentKey);
  return toldEdges({ edges, role }, concerned, record ?? NO_CONSENTS, telling).map(({ studentKey }) => studentKey);
}

describe('a flag of one child narrows the call to the others', () => {
  test.each<[string, Partial<Edge>, readonly Purpose[]]>([
    ['never', { limits: ['never'] }, PURPOSES],
    ['no routine calls', { limits: ['no-routine'] }, PURPOSES.filter((purpose) => laneOf(purpose) === 'routine')],
    ['not told of places', { limits: ['no-location'] }, []],
    ['an emergency contact', { emergencyOnly: true }, PURPOSES],
  ])('%s', (_what, flag, barred) => {
    for (const purpose of PURPOSES)
      expect(about(purpose, [edge('a', flag), edge('b')]), purpose).toEqual(barred.includes(purpose) ? ['b'] : ['a', 'b']);
  });

  test('an emergency contact is told in emergencies, and in nothing else, where the district calls them', () => {
    const edges = [edge('a', { emergencyOnly: true }), edge('b')];
    for (const purpose of PURPOSES)
      expect(about(purpose, edges, { callEmergencyOnlyContacts: true }), purpose).toEqual(
        purpose === 'emergency' ? ['a', 'b'] : ['b'],
      );
  });

  test('where every child has one, all are handed back, and the gate refuses on their flags', () => {
    expect(about('event', [edge('a', { limits: ['never'] }), edge('b', { limits: ['no-routine'] })])).toEqual(['a', 'b']);
  });

  test('students of whom the call is not are left out', () => {
    expect(about('event', [edge('a'), edge('b')], { students: ['b', 'c'] })).toEqual(['b']);
  });
});

describe('rights that have passed', () => {
  const grown = edge('grown', { adultFrom: '2026-11-24' });
  const { adultFrom: _date, ...undated } = edge('undated');

  test('narrow a routine call to the children over whom they are held; an urgent one keeps all', () => {
    for (const purpose of PURPOSES)
      expect(about(purpose, [grown, edge('b')]), purpose).toEqual(laneOf(purpose) === 'urgent' ? ['grown', 'b'] : ['b']);
  });

  test('where none is held, to those of whom nobody knows; where all have passed, to nobody: all come back', () => {
    expect(about('event', [grown, undated])).toEqual(['undated']);
    expect(about('event', [grown, undated, edge('b')])).toEqual(['b']);
    expect(about('event', [grown, edge('other', { adultFrom: '2020-01-01' })])).toEqual(['grown', 'other']);
    expect(about('event', [grown, edge('b')], { record: 'unreadable' })).toEqual(['b']);
  });

  test('are a parent’s: a student’s own phone and the staff are told of all', () => {
    for (const role of ['student', 'staff'] as const)
      expect(about('event', [grown, edge('b')], { role })).toEqual(['grown', 'b']);
    expect(about('event', [grown, edge('b')], { role: 'other' })).toEqual(['b']);
  });
});
