import { describe, expect, test } from 'vitest';
import { aPupil, keyed } from '../../test/fixtures/office.ts';
import { aCall } from '../../test/ports/a-call.ts';
import { sampleSettings } from '../../test/ports/sample-settings.ts';
import type { Call } from '../calls/call.ts';
import type { PastRing } from '../consent/gate-input.ts';
import { deadlineCounts, deadlineReport, dutyOpenings, metDuties, standingsOf, unmetOpenings } from './duty.ts';
import { closedBy, type OfficeTask, openedBy } from './task.ts';

const NOTICE = { noticeId: 'absences', raisedAt: '2026-11-24T15:40:00.000Z', state: 'open' } as const;
/** Bell at 08:00 in Chicago: due at 10:00, 16:00 UTC. */
const DUE = '2026-11-24T16:00:00.000Z';
const IN_TIME = '2026-11-24T15:50:00.000Z';
const LATE = '2026-11-24T16:10:00.000Z';
const ILLINOIS = sampleSettings();
const OHIO = sampleSettings({ district: { ...ILLINOIS.district, state: 'OH' } });

const leo = aPupil('leo');
const call = (numberKey: string, over: Partial<Call> = {}): Call =>
  aCall({
    noticeId: 'absences',
    purpose: 'attendance',
    numberKey,
    recipients: [{ contactKey: numberKey, students: ['leo'] }],
    ...over,
  });
const refused = (numberKey: string, rule: string) => call(numberKey, { state: 'refused', rule });
const over = (state: 'delivered' | 'confirmed' | 'not-delivered', endedAt: string) =>
  call('mother', { state, attempt: 1, endedAt });
const standings = (calls: readonly Call[], settings = OHIO, rings: ReadonlyMap<string, readonly PastRing[]> = new Map()) =>
  standingsOf({ notice: NOTICE, calls, students: [leo], rings }, settings);

const kept = (rule: string, until?: string) => ({
  call: call('father'),
  notice: NOTICE,
  students: ['leo'],
  rule,
  decisionHash: 'a'.repeat(64),
  ...(until === undefined ? {} : { until }),
});
const students = keyed([leo], ({ studentKey }) => studentKey);

describe('a call that a rule kept from ringing', () => {
  test.each(['revoked', 'optout.all', 'consent.attendance', 'not-my-number', 'no-contact', 'expired', 'number.not-callable'])(
    '%s: a person must do it, by the hour of the law',
    (rule) => {
      expect(dutyOpenings([kept(rule)], students, ILLINOIS)).toMatchObject([
        {
          subject: { kind: 'duty', studentKey: 'leo', day: '2026-11-24' },
          schoolId: 'lincoln',
          duty: { state: 'IL', due: DUE, dueLocal: '2026-11-24 10:00', rule, noticeId: 'absences' },
          cause: { refs: ['a'.repeat(64)], noticeId: 'absences' },
        },
      ]);
    },
  );

  test.each(['absence.excused', 'notice.cancelled', 'rights.passed'])('%s: nobody is owed a call', (rule) => {
    expect(dutyOpenings([kept(rule)], students, ILLINOIS)).toEqual([]);
  });

  test('where the state sets no deadline, it is nobody’s duty', () => {
    const nevada = sampleSettings({ district: { ...ILLINOIS.district, state: 'NV' } });
    expect(dutyOpenings([kept('revoked')], students, nevada)).toEqual([]);
    expect(dutyOpenings([kept('revoked')], new Map(), ILLINOIS), 'a pupil who left the book').toEqual([]);
  });

  test('one that only waits is a duty when it would ring too late: within twenty minutes of the hour, or after it', () => {
    expect(dutyOpenings([kept('hours', '2026-11-24T15:40:00.000Z')], students, ILLINOIS)).toEqual([]);
    expect(dutyOpenings([kept('hours', '2026-11-24T15:40:01.000Z')], students, ILLINOIS)).toHaveLength(1);
  });
});

describe('whether the deadline was met', () => {
  test.each([
    ['Illinois: an attempt in time, answered by nobody', ILLINOIS, over('not-delivered', IN_TIME), true],
    ['Illinois: an attempt after the hour', ILLINOIS, over('not-delivered', LATE), false],
    ['Ohio: an attempt that nobody answered', OHIO, over('not-delivered', IN_TIME), false],
    ['Ohio: picked up in time', OHIO, over('delivered', IN_TIME), true],
    ['Ohio: a key was pressed in time', OHIO, over('confirmed', IN_TIME), true],
    ['Ohio: picked up after the hour', OHIO, over('delivered', LATE), false],
  ])('%s', (_title, settings, mothers, met) => {
    const found = standings([refused('father', 'revoked'), mothers], settings);
    expect(deadlineCounts(found)).toMatchObject({ obliged: 1, met: met ? 1 : 0 });
  });

  test('the moment a phone rang counts where an attempt is enough, though its last ring ended later', () => {
    const ring = { at: IN_TIME, purpose: 'attendance', basis: 'consent', noticeId: 'absences' } as const;
    const rings = new Map([['mother', [ring]]]);
    const later = over('not-delivered', LATE);
    expect(deadlineCounts(standings([later], ILLINOIS, rings))?.met).toBe(1);
    const another = new Map([['mother', [{ ...ring, noticeId: 'another' }]]]);
    expect(deadlineCounts(standings([later], ILLINOIS, another))?.met).toBe(0);
  });

  test('an excused absence and a cancelled notice are under no clock', () => {
    expect(standings([refused('mother', 'absence.excused')])).toEqual([]);
    const cancelled = { ...NOTICE, state: 'cancelled' as const };
    expect(
      standingsOf({ notice: cancelled, calls: [refused('mother', 'revoked')], students: [leo], rings: new Map() }, OHIO),
    ).toEqual([]);
  });

  test('a pupil whom nobody could be called about is under it, and says so', () => {
    expect(standings([])).toMatchObject([{ why: 'no-call' }]);
    expect(standings([over('not-delivered', IN_TIME)])).toMatchObject([{ why: 'not-reached' }]);
    expect(standings([refused('father', 'optout.all'), over('not-delivered', IN_TIME)])).toMatchObject([{ why: 'optout.all' }]);
  });
});

describe('the duty on the list', () => {
  const openings = (calls: readonly Call[]) => unmetOpenings(standings(calls), NOTICE);
  const task = (): OfficeTask => {
    const [opening] = dutyOpenings([kept('revoked')], students, OHIO);
    const opened = opening === undefined ? undefined : openedBy(undefined, opening);
    if (opened === undefined) throw new Error('nothing was opened');
    return opened;
  };

  test('comes off when any other phone of the pupil was reached in time, and not when it was late', () => {
    expect(metDuties([task()], standings([refused('father', 'revoked'), over('delivered', IN_TIME)]))).toHaveLength(1);
    expect(metDuties([task()], standings([refused('father', 'revoked'), over('delivered', LATE)]))).toEqual([]);
    expect(metDuties([task()], standings([refused('father', 'revoked')]))).toEqual([]);
  });

  test('is the same one that the gate opened, when the notice closes over it', () => {
    const [opening] = openings([refused('father', 'revoked')]);
    expect(opening === undefined ? 'none' : openedBy(task(), opening)).toBeUndefined();
    expect(openings([over('delivered', IN_TIME)])).toEqual([]);
  });

  test('is reported: by a call, by a person in time, late, or still open', () => {
    const counts = deadlineCounts(standings([refused('father', 'revoked')]));
    if (counts === undefined) throw new Error('no deadline applied');
    const at = (moment: string) => closedBy(task(), { why: 'done', at: moment }) ?? task();
    const report = (one: OfficeTask) => deadlineReport(counts, new Map([[one.taskId, one]]));
    expect(report(task())).toEqual({ obliged: 1, byCall: 0, byPerson: 0, late: 0, open: 1 });
    expect(report(at(IN_TIME))).toEqual({ obliged: 1, byCall: 0, byPerson: 1, late: 0, open: 0 });
    expect(report(at(LATE))).toEqual({ obliged: 1, byCall: 0, byPerson: 0, late: 1, open: 0 });
    expect(deadlineReport(counts, new Map())).toMatchObject({ open: 1 });
  });
});
