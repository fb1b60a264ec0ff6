import { expect } from 'vitest';
import { errorsOf, metric } from './operator.ts';
import { scenario } from './scenario.ts';
import { withoutGrant } from './without-grant.ts';

const EVACUATION = { purpose: 'emergency', school: 'plsd-lincoln', message: 'evacuate-gas-leak', expiresInMinutes: 20 } as const;

scenario(
  'without its grant on Connect nothing rings: AccessDenied here, before it is one on AWS, and the alarms go off',
  {
    alter: withoutGrant('connect:StartOutboundVoiceContact', /PlaceCall/),
    denied: ['place-call connect:StartOutboundVoiceContact'],
  },
  async (day) => {
    const { cloud, district } = day.stage;
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    const evacuation = await day.raise(EVACUATION);
    await day.until('somebody was denied', async () => (cloud.deniedRequests.length > 0 ? true : undefined), 60);
    await day.leap(180);
    expect(cloud.deniedRequests[0]?.message).toMatch(
      /PlaceCallRole.* is not authorized to perform: connect:StartOutboundVoiceContact/,
    );
    expect(metric('ConnectRefused', 'place-call', day.stage), 'alarm ConnectRefuses').toBeGreaterThan(0);
    expect(metric('NobodyReached60s', 'resume-deferred', day.stage), 'alarm NobodyReached').toBeGreaterThan(0);
    expect((await district.notices.get(evacuation))?.state, 'the notice is not over').toBe('open');

    const calls = await day.untilClosed(evacuation);
    expect(cloud.phones.rings()).toEqual([]);
    expect(calls.filter(({ state }) => state === 'confirmed' || state === 'delivered')).toEqual([]);
    expect(calls.some(({ state }) => state === 'expired')).toBe(true);
  },
);

scenario(
  'without its grant on the audit bucket nothing rings either: no record, no call, and the alarms go off',
  { alter: withoutGrant('s3:PutObject', /PlaceCall/), denied: ['place-call s3:PutObject'] },
  async (day) => {
    const { cloud, district } = day.stage;
    await day.nightlyExport();
    day.everybody({ picksUp: true });
    const evacuation = await day.raise(EVACUATION);
    await day.until('somebody was denied', async () => (cloud.deniedRequests.length > 0 ? true : undefined), 60);
    await day.leap(600);
    expect(cloud.deniedRequests[0]?.message).toMatch(/PlaceCallRole.* is not authorized to perform: s3:PutObject/);
    expect(errorsOf('place-call', day.stage).length, 'errors in the log').toBeGreaterThan(0);
    expect(metric('NobodyReached60s', 'resume-deferred', day.stage), 'alarm NobodyReached').toBeGreaterThan(0);
    expect((await district.notices.get(evacuation))?.state, 'the notice is not over').toBe('open');

    const calls = await day.untilClosed(evacuation);
    expect(cloud.phones.rings()).toEqual([]);
    expect(calls.map(({ state }) => state)).not.toContain('delivered');
  },
);
