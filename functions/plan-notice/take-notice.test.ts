import { expect, test } from 'vitest';
import { sampleSettings } from '../../test/ports/sample-settings.ts';
import { takeNotice } from './take-notice.ts';

const NOW = '2026-11-24T16:15:00.000Z';

/** A raised notice whose sealed words are these. */
function take(purpose: string, text: string, expiresAt?: string) {
  const settings = sampleSettings();
  const openMessage = async () => ({ opened: { en: { text } } });
  const detail = {
    ...{ noticeId: 'n', purpose, raisedBy: 'principal:lincoln', audience: { kind: 'district' }, message: { sealed: 'AAAA' } },
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  return takeNotice(
    { clock: { now: () => new Date(NOW) }, settings, openMessage },
    { type: 'raised', id: 'e', time: NOW, detail },
  );
}

test('an emergency of nothing else is one, for two hours', async () => {
  const taken = await take('emergency', 'Gas leak. Stay away from the school.');
  expect(taken).toMatchObject({ kind: 'taken', notice: { purpose: 'emergency', expiresAt: '2026-11-24T18:15:00.000Z' } });
  expect(taken.kind === 'taken' && taken.notice).not.toHaveProperty('declared');
});

test('one with an invitation in it is an event, with an event’s lane and end, and says as what it was raised', async () => {
  expect(await take('emergency', 'Gas leak. Join us at the concert on Friday.')).toMatchObject({
    kind: 'taken',
    notice: { purpose: 'event', declared: 'emergency', expiresAt: '2026-11-24T22:15:00.000Z' },
  });
});

test('one that sells is not taken', async () => {
  expect(await take('emergency', 'Gas leak. Buy a yearbook.')).toMatchObject({
    rejection: { code: 'PURPOSE_MIXED', field: 'message.en' },
  });
});

test('what is over already is still said to be', async () => {
  expect(await take('event', 'The concert is at six.', '2026-11-24T12:00:00Z')).toMatchObject({
    rejection: { code: 'EXPIRED_ALREADY' },
  });
});
