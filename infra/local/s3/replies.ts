import type { FrontResponse } from '../front/service.ts';
import type { S3Error } from './errors.ts';
import { writeErrorXml, writeXml, type Xml } from './xml.ts';

export function xmlReply(root: string, content: Xml, headers: Readonly<Record<string, string>> = {}): FrontResponse {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body: writeXml(root, content) };
}

export function emptyReply(status: number, headers: Readonly<Record<string, string>> = {}): FrontResponse {
  return { status, headers };
}

/** The error document; an answer to HEAD has no body, so that clients know the status alone. */
export function errorReply(method: string, path: string, error: S3Error, requestId: string): FrontResponse {
  if (method === 'HEAD') return { status: error.status, headers: error.headers };
  const { code, message, details } = error;
  const body = writeErrorXml({ Code: code, Message: message, ...details, Resource: path, RequestId: requestId, HostId: 'local' });
  return { status: error.status, headers: { 'content-type': 'application/xml', ...error.headers }, body };
}
