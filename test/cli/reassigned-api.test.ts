import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { RndRefused, RndUnanswered, rndApi } from '../../cli/machine/reassigned-api.ts';
import { startReassignedNumbers } from '../../infra/local/reassigned-numbers/index.ts';

const query = (line: number) => ({
  numberKey: String(line),
  e164: `+1217448${String(line).padStart(4, '0')}`,
  date: '2024-08-14',
  forConsent: true,
});
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** Answers every request with this status and body. */
async function answering(status: number, body: string): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  stops.push(async () => server.close());
  // A listening TCP server has an address of this form.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('all questions are answered in order, also more than one request holds', async () => {
  const service = await startReassignedNumbers({ seed: 1, now: () => Date.parse('2026-11-24T16:00:00Z') });
  stops.push(service.stop);
  service.database.disconnect('2174481200', '2026-01-05');
  const api = rndApi({ endpoint: service.endpoint, apiKey: service.apiKey });
  const queries = Array.from({ length: 1_500 }, (_, at) => query(at));
  const asked = await api.ask({ queryId: 'q', queries });
  if (asked.kind !== 'answered') throw new Error('the API answers at once');
  expect(asked.fileVersion).toBe('2026-11');
  expect(asked.lines.map(({ e164 }) => e164)).toEqual(queries.map(({ e164 }) => e164));
  expect(asked.lines[1_200]).toEqual({ e164: '+12174481200', date: '2024-08-14', answer: 'yes' });
  expect(service.asked()).toBe(1_500);
});

test.each([
  [503, '', RndUnanswered],
  [429, '', RndUnanswered],
  [401, '', RndRefused],
  [200, '{"results":[{"tn":"2174480001","date":"20240814","disconnected":"perhaps"}]}', RndRefused],
] as const)('%i is a fault of its kind, and no answer', async (status, body, fault) => {
  const api = rndApi({ endpoint: await answering(status, body), apiKey: 'k' });
  await expect(api.ask({ queryId: 'q', queries: [query(1)] })).rejects.toThrow(fault);
});

test('nobody at home', async () => {
  const api = rndApi({ endpoint: 'http://127.0.0.1:9', apiKey: 'k' });
  await expect(api.ask({ queryId: 'q', queries: [query(1)] })).rejects.toThrow(RndUnanswered);
});
