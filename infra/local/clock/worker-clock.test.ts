/** What a worker thread sees of simulated time, and that the clock never leaps over work that goes on without it. */
import { afterEach, expect, test } from 'vitest';
import { lambdaFunction, role, startTinyCloud, type TinyCloud } from '../../../test/fixtures/tiny-cloud.ts';

let cloud: TinyCloud;
afterEach(() => cloud.stop());

/** Runs `body` inside a worker while the clock runs for ten minutes; F's time-out is 30 s. */
async function inWorker(body: string): Promise<unknown> {
  const source = `import timers from 'node:timers'; import wait from 'node:timers/promises'; import { promisify } from 'node:util';
    import zlib from 'node:zlib'; import crypto from 'node:crypto'; import fs from 'node:fs/promises'; import http from 'node:http';
    export const handler = async (event) => { ${body} };`;
  cloud = await startTinyCloud({ bundles: { a1: source }, resources: { Role: role(), F: lambdaFunction('a1', 'Role') } });
  const caller = { kind: 'operator', arn: 'arn:aws:iam::123456789012:root', name: 'operator' } as const;
  const arn = cloud.stack.resources.get('F')?.attributes['Arn'] ?? '';
  const result = cloud.world.invoke(arn, { endpoint: cloud.endpoint }, caller, 3_600_000);
  await cloud.world.clock.runUntil(cloud.world.clock.now() + 600_000);
  return (await result).payload;
}

test('every way to wait takes simulated time', async () => {
  const body = `
    const spent = {};
    const measure = async (name, ms, waiting) => { const began = Date.now(); await waiting(); spent[name] = Math.round((Date.now() - began) / ms * 10) / 10; };
    await measure('global', 2000, () => new Promise((resolve) => setTimeout(resolve, 2000)));
    await measure('module', 2000, () => new Promise((resolve) => timers.setTimeout(resolve, 2000)));
    await measure('promised', 2000, () => promisify(setTimeout)(2000));
    await measure('timers/promises', 2000, () => wait.setTimeout(2000));
    await measure('scheduler', 2000, () => wait.scheduler.wait(2000));
    await measure('interval', 2000, async () => { let n = 0; for await (const _ of wait.setInterval(1000)) if (++n === 2) break; });
    await measure('refresh', 3000, () => new Promise((resolve) => { const t = setTimeout(resolve, 2000); setTimeout(() => t.refresh(), 1000); }));
    return spent;`;
  const all = ['global', 'module', 'promised', 'timers/promises', 'scheduler', 'interval', 'refresh'];
  expect(await inWorker(body)).toEqual(Object.fromEntries(all.map((name) => [name, 1])));
});

test('handles can be cleared by themselves, by number, and tell whether they are referenced', async () => {
  const body = `
    let fired = 0;
    const [a, b, c] = [1, 2, 3].map(() => setTimeout(() => fired++, 1000));
    clearTimeout(a); clearTimeout(Number(b)); c.close();
    const d = setInterval(() => fired++, 1000).unref();
    const unref = d.hasRef(); clearInterval(d);
    clearTimeout(undefined); clearTimeout(null);
    await wait.setTimeout(5000);
    const stop = new AbortController(); stop.abort();
    const aborted = await wait.setTimeout(1000, 1, { signal: stop.signal }).catch((error) => error.name);
    return { fired, unref, aborted };`;
  expect(await inWorker(body)).toEqual({ fired: 0, unref: false, aborted: 'AbortError' });
});

test('Date stays Date, and performance.now leaps along', async () => {
  const body = `
    const before = performance.now();
    await wait.setTimeout(10_000);
    class Later extends Date {}
    return { instance: structuredClone(new Date()) instanceof Date, sub: new Later() instanceof Date && new Later().getTime() === Later.now(),
      parts: new Date(2026, 0, 2).getMonth(), text: Date().includes('2026'), elapsed: Math.round((performance.now() - before) / 1000) };`;
  expect(await inWorker(body)).toEqual({ instance: true, sub: true, parts: 0, text: true, elapsed: 10 });
});

/** A false leap would go straight to the time-out of the function, 30 s ahead. */
test.each([
  ['compression', `for (let i = 0; i < 20; i++) await promisify(zlib.gzip)(crypto.randomBytes(200_000));`],
  [
    'decompression of a stream',
    `const packed = zlib.deflateRawSync(Buffer.alloc(5_000_000, 'abc'));
    const stream = zlib.createInflateRaw(); stream.end(packed); for await (const _ of stream);`,
  ],
  ['key derivation', `for (let i = 0; i < 5; i++) await promisify(crypto.pbkdf2)('a', 'b', 20_000, 32, 'sha256');`],
  ['web cryptography', `for (let i = 0; i < 200; i++) await crypto.subtle.digest('SHA-256', Buffer.alloc(100_000));`],
  ['files', `for (let i = 0; i < 50; i++) await fs.readFile(process.execPath.length > 0 ? '/etc/passwd' : '');`],
  ['computation in turns', `for (let i = 0; i < 200; i++) await new Promise((resolve) => setImmediate(resolve));`],
  [
    'requests',
    `for (let i = 0; i < 50; i++) await new Promise((resolve, reject) => {
      http.get(event.endpoint, (response) => { response.resume(); response.on('end', resolve); }).on('error', reject); });`,
  ],
  ['fetch', `for (let i = 0; i < 20; i++) await (await fetch(event.endpoint)).text();`],
])('no leap over %s', async (_name, work) => {
  expect(await inWorker(`${work} return 'done'`)).toBe('done');
});

test('a thousand timers in one worker fire in order and on time', async () => {
  const body = `
    const fired = [];
    // A slow machine takes a while to set them all, so that a shorter one may be due after a longer one.
    await Promise.all(Array.from({ length: 1000 }, (_, i) => { const ms = (i * 617) % 20_000 + 1; const due = Date.now() + ms;
      return new Promise((resolve) => setTimeout(() => { fired.push([due, Date.now()]); resolve(); }, ms)); }));
    return { sorted: fired.every(([due], i) => i === 0 || fired[i - 1][0] <= due), latest: Math.max(...fired.map(([due, at]) => at - due)) };`;
  const { sorted, latest } = Object(await inWorker(body));
  expect(sorted).toBe(true);
  // Between leaps time runs at the pace of this machine; a timer that was leapt over would be many seconds late.
  expect(latest).toBeLessThan(2_000);
});
