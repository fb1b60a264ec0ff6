/** From Node's message to what the services see, and back. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FrontResponse } from './service.ts';

/** What is read off the wire before anybody is asked who it is. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly rawPath: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** @throws when the client went away before its body was complete */
export async function readWire(message: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const target = message.url ?? '/';
  const queryAt = target.indexOf('?');
  const rawPath = queryAt < 0 ? target : target.slice(0, queryAt);
  return {
    method: message.method ?? 'GET',
    path: decodeURIComponent(rawPath),
    rawPath,
    query: new URLSearchParams(queryAt < 0 ? '' : target.slice(queryAt + 1)),
    headers: singleHeaders(message),
    body: Buffer.concat(chunks),
  };
}

function singleHeaders(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** Sends `answer`; the Date header is simulated, because the SDK sets its signing clock by it. */
export function writeWire(
  message: IncomingMessage,
  response: ServerResponse,
  answer: FrontResponse,
  now: number,
  id: string,
): void {
  if (response.destroyed) return;
  response.sendDate = false;
  const bodiless = answer.status === 204 || answer.status === 304;
  const length = bodiless || hasHeader(answer, 'content-length') ? {} : { 'content-length': String(sizeOf(answer.body)) };
  const always = { date: new Date(now).toUTCString(), 'x-amzn-requestid': id };
  response.writeHead(answer.status, { ...always, ...length, ...answer.headers });
  response.end(message.method === 'HEAD' || bodiless ? undefined : answer.body);
}

function sizeOf(body: Buffer | string | undefined): number {
  return body === undefined ? 0 : Buffer.byteLength(body);
}

function hasHeader(answer: FrontResponse, wanted: string): boolean {
  return Object.keys(answer.headers ?? {}).some((name) => name.toLowerCase() === wanted);
}
