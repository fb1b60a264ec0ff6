import { Refusal } from '../front/refusal.ts';
import type { FrontResponse } from '../front/service.ts';

/** Amazon Connect's errors, by name. Three of them are 403: callers must look at the name. */
const statusOf = {
  InvalidParameterException: 400,
  InvalidRequestException: 400,
  AccessDeniedException: 403,
  DestinationNotAllowedException: 403,
  OutboundContactNotPermittedException: 403,
  ResourceNotFoundException: 404,
  ContactNotTerminatedException: 409,
  ContactNotFoundException: 410,
  LimitExceededException: 429,
  ThrottlingException: 429,
  TooManyRequestsException: 429,
  InternalServiceException: 500,
  UnknownOperationException: 501,
} as const;

export type ConnectErrorCode = keyof typeof statusOf;

export function errorResponse(code: ConnectErrorCode, message: string): FrontResponse {
  return {
    status: statusOf[code],
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify({ Message: message }),
  };
}

export function refusal(code: ConnectErrorCode, message: string): Refusal {
  return new Refusal(code, message, errorResponse(code, message));
}

export function invalidParameter(message: string): Refusal {
  return refusal('InvalidParameterException', message);
}
