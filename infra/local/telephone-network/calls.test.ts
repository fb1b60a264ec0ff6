import { describe, expect, it } from 'vitest';
import { ask, flow, say, tryOut } from '../../../test/fixtures/telephone-trial.ts';

const lincoln = 'This is an automated call from Lincoln School.';
const offer = `${lincoln} To opt out, press 9. All schools are closed today.`;
const ana = '+12175550111';
const stops = flow(ask(offer, { '9': 'end' }));

describe('somebody with a script', () => {
  it('picks up, hears the school at once, and presses the key once it was offered', async () => {
    const { network, call, pass, told } = tryOut();
    network.person(ana, { picksUp: true, after: 6, presses: '9' });
    const { ring } = call(ana, stops);
    await pass(30);
    expect(told).toEqual(['connected', 'human: flow ended']);
    expect(ring).toMatchObject({ rang: true, answeredBy: 'human', ringSeconds: 6, nth: 1, path: ['ask', 'end'] });
    expect(ring.firstSoundAfterMs).toBe(240);
    // Eight words of greeting, five of the offer, a second and a half to find the key.
    const pressedAfter = (ring.keys[0]?.at ?? 0) - (ring.pickedUpAt ?? 0) - 240;
    expect(pressedAfter).toBe(13 * 400 + 1500);
    expect(ring.heard[0]).toMatchObject({ cut: true, voice: 'Joanna', language: 'en-US' });
    expect(ring.heard[0]?.text).toBe(`${lincoln} To opt out, press 9. All schools are`);
  });

  it('never presses a key that nobody offered', async () => {
    const { network, call, pass } = tryOut();
    network.person(ana, { picksUp: true, presses: '9' });
    const { ring } = call(ana, flow(ask(lincoln, { '9': 'end' })));
    await pass(30);
    expect(ring.keys).toEqual([]);
    expect(ring.end).toBe('flow ended');
  });

  it('loses a key pressed while a message plays, and is heard from the first word of a question', async () => {
    const { network, call, pass } = tryOut();
    network.person(ana, { picksUp: true, presses: ['9', '1'], at: 0.1 });
    const { ring } = call(ana, flow(say('One.', 'first', 'ask'), ask(offer, { '1': 'end' })));
    await pass(30);
    expect(ring.keys.map(({ key, taken }) => ({ key, taken }))).toEqual([
      { key: '9', taken: false },
      { key: '1', taken: true },
    ]);
  });
});

describe('between one thing said and the next', () => {
  it('a key that nothing listens for any more is lost, and the exchange takes its time', async () => {
    const { network, call, pass } = tryOut();
    network.person(ana, { picksUp: true, presses: '9', at: 7 });
    const { ring } = call(ana, flow(ask('One.', { '9': 'end' }, 'second'), say(offer, 'second', 'end')));
    await pass(40);
    expect(ring.keys).toMatchObject([{ key: '9', taken: false }]);
    const [first, second] = ring.heard;
    expect((second?.at ?? 0) - (first?.until ?? 0)).toBe(5000 + 40 + 200);
  });
});

describe('whatever takes a ring', () => {
  it('does one thing after the other at one ring after the other, and stays with the last', async () => {
    const { network, call, pass } = tryOut();
    network.person(ana, { misses: true }, { busy: true }, { voicemail: true, after: 20, greeting: 5 });
    for (let i = 0; i < 4; i += 1) {
      call(ana, stops, { ringTimeoutSeconds: 30 });
      await pass(90);
    }
    expect(network.rings(ana).map((ring) => [ring.answeredBy, ring.rang, ring.ringSeconds])).toEqual([
      ['nobody', true, 30],
      ['busy', false, 0],
      ['voicemail', true, 20],
      ['voicemail', true, 20],
    ]);
  });

  it('is not reached by a machine that picks up after the ring time-out', async () => {
    const { network, call, pass } = tryOut();
    network.person(ana, { voicemail: true, after: 26 });
    const { ring } = call(ana, stops, { ringTimeoutSeconds: 25 });
    await pass(40);
    expect(ring.answeredBy).toBe('nobody');
  });

  it('leaves on a machine what was said after the beep, as far as the machine keeps it', async () => {
    const { network, call, pass } = tryOut();
    network.person(ana, { voicemail: true, after: 20, greeting: 5, keeps: 2 });
    const { ring } = call(ana, stops);
    await pass(60);
    expect(ring.keptRecording?.text).toBe('9. All schools are');
    expect(ring.end).toBe('callee hung up');
  });
});

describe('a call that does not just go through', () => {
  it('lets a screening assistant ask, and comes to the phone only when words named the caller', async () => {
    const { network, call, pass } = tryOut();
    network.person(ana, { screening: true, owner: 'accepts', listens: 2 }, { screening: true, owner: 'declines' });
    const twice = flow(ask(offer, {}, 'again'), ask(`${offer} Again.`, { '9': 'end' }, 'end', 'again'));
    const first = call(ana, twice).ring;
    await pass(60);
    expect(first).toMatchObject({ answeredBy: 'screening', ownerTookOver: true, end: 'flow ended' });
    const second = call(ana, twice).ring;
    await pass(60);
    expect(second).toMatchObject({ ownerTookOver: false, end: 'callee hung up', talkSeconds: 12 });
  });

  it('reports a dead number before dialing has returned, when the network is that fast', () => {
    const { network, call, told } = tryOut();
    network.person(ana, { invalid: true });
    const { ring } = call(ana, stops, { setupMs: 0 });
    expect(told).toEqual(['invalid number: not connected']);
    expect(ring.rang).toBe(false);
  });

  it('stops ringing when the caller gives up', async () => {
    const { network, call, pass, told } = tryOut();
    network.person(ana, { picksUp: true, after: 20 });
    const line = call(ana, stops);
    await pass(5);
    line.stop();
    await pass(60);
    expect(told).toEqual(['caller gave up: caller stopped']);
    expect(line.ring.endedAt).toBe((line.ring.dialedAt ?? 0) + 5000);
    expect(line.ring).toMatchObject({ rang: true, ringSeconds: 3 });
    const atOnce = call(ana, stops);
    await pass(1);
    atOnce.stop();
    expect(atOnce.ring).toMatchObject({ rang: false, ringSeconds: 0 });
  });
});

describe('the witness', () => {
  it('knows what rang, how many at once, and what nobody expected', async () => {
    const { network, call, pass } = tryOut();
    network.everybody({ picksUp: true });
    call('+12175550112', stops);
    call('+12175550113', stops);
    await pass(40);
    network.claim(...network.rings('+12175550112'));
    expect(network.unclaimed().map((ring) => ring.number)).toEqual(['+12175550113']);
    expect(network.concurrentPeak()).toBe(2);
    expect(network.active()).toBe(0);
  });
});
