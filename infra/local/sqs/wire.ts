/**
 * The two protocols of SQS: JSON 1.0 (SDKs of today) and query (AWS CLI 2.9), told apart by `x-amz-target`.
 * AWS: SQSDeveloperGuide/sqs-json-faqs.html
 */
import type { FrontRequest, FrontResponse } from '../front/service.ts';
import { notImplemented, type SqsError } from './errors.ts';
import { type Input, isInput, type Output } from './operation.ts';
import { readForm, writeErrorXml, writeXml } from './query-protocol.ts';

const target = 'AmazonSQS.';

export function speaksJson(request: FrontRequest): boolean {
  return request.headers['x-amz-target'] !== undefined;
}

/** @returns the name as the client gave it, whether it is known here or not */
export function actionOf(request: FrontRequest): string {
  const header = request.headers['x-amz-target'];
  if (header?.startsWith(target)) return header.slice(target.length);
  const action = formOf(request).get('Action');
  if (header !== undefined || action === null) throw notImplemented(`the request ${request.method} ${request.path}`);
  return action;
}

/** The request in the shape of the JSON protocol. */
export function inputOf(request: FrontRequest): Input {
  if (!speaksJson(request)) {
    const input = readForm(formOf(request));
    // A client may post to the queue itself and leave the QueueUrl out.
    return input['QueueUrl'] === undefined && request.path.length > 1 ? { ...input, QueueUrl: request.path } : input;
  }
  const input: unknown = request.body.length === 0 ? {} : JSON.parse(request.body.toString('utf8'));
  return isInput(input) ? input : {};
}

/** In the protocol the request came in. */
export function answer(request: FrontRequest, operation: string, output: Output, requestId: string): FrontResponse {
  if (!speaksJson(request)) return xml(200, writeXml(operation, output, requestId), requestId);
  return json(200, output, requestId);
}

/** JSON clients get the older code of the query protocol in a header: SDKs put it into `error.Code`. */
export function errorAnswer(request: FrontRequest, error: SqsError, requestId: string): FrontResponse {
  const { status, type, queryCode } = error.form;
  if (!speaksJson(request)) return xml(status, writeErrorXml(queryCode, error.message, requestId, status), requestId);
  const side = status >= 500 ? 'Receiver' : 'Sender';
  return json(status, { __type: type, message: error.message }, requestId, { 'x-amzn-query-error': `${queryCode};${side}` });
}

function formOf(request: FrontRequest): URLSearchParams {
  return request.method === 'POST' ? new URLSearchParams(request.body.toString('utf8')) : request.query;
}

function xml(status: number, body: string, requestId: string): FrontResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

function json(status: number, body: Output, requestId: string, more: Readonly<Record<string, string>> = {}): FrontResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': requestId, ...more };
  return { status, headers, body: JSON.stringify(body) };
}
