/** EventBridge's errors, JSON 1.1: https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html */
import { Refusal } from '../front/refusal.ts';
import type { FrontResponse } from '../front/service.ts';

export function errorResponse(code: string, status: number, message: string): FrontResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type: code, message }),
  };
}

const refusal = (code: string, status: number, message: string): Refusal =>
  new Refusal(code, message, errorResponse(code, status, message));

export const validation = (message: string): Refusal => refusal('ValidationException', 400, message);
export const noSuchBus = (name: string): Refusal =>
  refusal('ResourceNotFoundException', 400, `Event bus ${name} does not exist.`);
export const serialization = (): Refusal => refusal('SerializationException', 400, 'The request body is no JSON object.');
/** Ours alone. */
export const notImplemented = (what: string): Refusal =>
  refusal('NotImplemented', 501, `The local cloud does not know events: ${what}.`);
