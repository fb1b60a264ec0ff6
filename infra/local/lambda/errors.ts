/** Lambda's errors, REST-JSON: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
import { Refusal } from '../front/refusal.ts';
import type { FrontResponse } from '../front/service.ts';

export function errorResponse(code: string, status: number, message: string): FrontResponse {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
  return { status, headers, body: JSON.stringify({ Type: 'User', Message: message, message }) };
}

export function functionNotFound(arn: string): Refusal {
  const message = `Function not found: ${arn}`;
  return new Refusal('ResourceNotFoundException', message, errorResponse('ResourceNotFoundException', 404, message));
}

export function invalidRequest(message: string): Refusal {
  return new Refusal('InvalidRequestContentException', message, errorResponse('InvalidRequestContentException', 400, message));
}

/** Ours alone. */
export function notImplemented(what: string): Refusal {
  const message = `The local cloud does not know lambda: ${what}.`;
  return new Refusal('NotImplemented', message, errorResponse('NotImplemented', 501, message));
}
