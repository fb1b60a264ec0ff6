/** REST-JSON: which operation a request is, and what its input is. Paths as in the SDK's model. */
import type { FrontRequest } from '../front/service.ts';
import { invalidParameter, refusal } from './errors.ts';
import { type Input, isInput } from './input.ts';

interface Route {
  readonly method: string;
  readonly path: readonly string[];
  readonly operation: string;
}

const routes: readonly Route[] = [
  route('PUT /contact/outbound-voice', 'StartOutboundVoiceContact'),
  route('POST /contact/stop', 'StopContact'),
  route('GET /contacts/{InstanceId}/{ContactId}', 'DescribeContact'),
  route('GET /contact/attributes/{InstanceId}/{InitialContactId}', 'GetContactAttributes'),
  route('POST /contact/attributes', 'UpdateContactAttributes'),
  route('POST /contact/delete/{InstanceId}/{ContactId}', 'DeleteContactData'),
  route('POST /search-contacts', 'SearchContacts'),
  route('GET /contact-flows/{InstanceId}/{ContactFlowId}', 'DescribeContactFlow'),
  route('POST /phone-number/list', 'ListPhoneNumbersV2'),
  route('PUT /phone-number/{PhoneNumberId}/contact-flow', 'AssociatePhoneNumberContactFlow'),
  route('GET /flow-associations-summary/{InstanceId}', 'ListFlowAssociations'),
];

function route(line: string, operation: string): Route {
  const [method = '', path = ''] = line.split(' ');
  return { method, path: path.split('/'), operation };
}

/** @throws UnknownOperationException (501) */
export function operationOf(request: FrontRequest): string {
  return routeOf(request).operation;
}

export function inputOf(request: FrontRequest): Input {
  const segments = request.path.split('/');
  const inPath = routeOf(request).path.flatMap((part, i) => (part.startsWith('{') ? [[part.slice(1, -1), segments[i]]] : []));
  return { ...bodyOf(request), ...Object.fromEntries(inPath) };
}

function routeOf(request: FrontRequest): Route {
  const segments = request.path.split('/');
  const found = routes.find(
    ({ method, path }) =>
      method === request.method &&
      path.length === segments.length &&
      path.every((part, i) => (part.startsWith('{') ? segments[i] !== '' : part === segments[i])),
  );
  if (found !== undefined) return found;
  throw refusal('UnknownOperationException', `The local Connect does not know ${request.method} ${request.path}.`);
}

function bodyOf(request: FrontRequest): Input {
  if (request.body.length === 0) return {};
  try {
    const body: unknown = JSON.parse(request.body.toString('utf8'));
    if (isInput(body)) return body;
  } catch {
    // falls through to the refusal below
  }
  throw invalidParameter('The body is not a JSON object.');
}
