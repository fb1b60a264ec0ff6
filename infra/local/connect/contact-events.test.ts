import { afterEach, describe, expect, it } from 'vitest';
import { type Trial, type TrialOptions, tryOut } from '../../../test/fixtures/connect-trial.ts';

const ana = '+12175550111';
let trial: Trial;
afterEach(() => trial.close());

async function callAna(options: TrialOptions, script: Parameters<Trial['service']['network']['person']>[1] = { picksUp: true }) {
  trial = await tryOut(options);
  trial.service.network.person(ana, script);
  const id = await trial.start(ana, { Attributes: { callId: 'secret' } });
  return { id, early: trial.seen() };
}

describe('contact events', () => {
  it('tell a call on the default bus, without its attributes', async () => {
    const { id } = await callAna({ readings: { reasonInEvent: true, numberInEvent: true, absentTimestamp: 'left out' } });
    await trial.pass(60);
    expect(trial.seen().map((event) => event.eventType)).toEqual([
      'INITIATED',
      'CONNECTED_TO_SYSTEM',
      'DISCONNECTED',
      'COMPLETED',
    ]);
    expect(trial.events[2]).toMatchObject({
      source: 'aws.connect',
      'detail-type': 'Amazon Connect Contact Event',
      detail: { contactId: id, channel: 'VOICE', initiationMethod: 'API', disconnectReason: 'CONTACT_FLOW_DISCONNECT' },
    });
    expect(trial.seen('INITIATED')[0]).not.toHaveProperty('connectedToSystemTimestamp');
    expect(trial.seen('DISCONNECTED')[0]?.customerEndpoint?.address).toBe(ana);
    expect(JSON.stringify(trial.events)).not.toContain('secret');
  });

  it('may say neither why nor whom, and give 1970 for what has not been', async () => {
    await callAna({ readings: { reasonInEvent: false, numberInEvent: false, absentTimestamp: '1970' } }, { busy: true });
    await trial.pass(60);
    expect(trial.seen('DISCONNECTED')[0]).not.toHaveProperty('disconnectReason');
    expect(trial.seen('DISCONNECTED')[0]).not.toHaveProperty('customerEndpoint');
    expect(trial.seen('DISCONNECTED')[0]?.connectedToSystemTimestamp).toBe('1970-01-01T00:00:00.001Z');
  });

  it('may tell the end of a dead number before the request is answered', async () => {
    const { early } = await callAna({ disorder: { beforeTheAnswer: 1 } }, { invalid: true });
    expect(early.map((event) => event.eventType)).toContain('DISCONNECTED');
  });

  it('may be lost, doubled, late and out of order', async () => {
    await callAna({ disorder: { lost: 1 } });
    await trial.pass(60);
    expect(trial.seen()).toEqual([]);
    await trial.close();
    await callAna({ disorder: { doubled: 1, lateBy: [10, 20] } });
    await trial.pass(90);
    expect(trial.seen('DISCONNECTED')).toHaveLength(2);
    await trial.close();
    await callAna({ disorder: { swapped: 1 } });
    await trial.pass(60);
    expect(
      trial
        .seen()
        .map((event) => event.eventType)
        .slice(-2),
    ).toEqual(['COMPLETED', 'DISCONNECTED']);
  });

  it('differ by seed where AWS leaves it open, and can be set by name at any time', async () => {
    trial = await tryOut();
    trial.service.settings.reasonInEvent = false;
    trial.service.settings.tokenAfterHangUp = 'new contact';
    expect(Object.keys(trial.service.settings).sort()).toEqual([
      'absentTimestamp',
      'numberInEvent',
      'overConcurrency',
      'overRate',
      'reasonInEvent',
      'tokenAfterHangUp',
      'withheldNumber',
    ]);
  });
});
