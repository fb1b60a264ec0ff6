/** The query protocol for services with few operations: a form comes in, XML goes out. */
import type { FrontRequest, FrontResponse } from './service.ts';

/** Text, nested elements, or a list whose items become `<member>`. */
export type XmlValue = string | readonly XmlValue[] | { readonly [name: string]: XmlValue };

export function formOf(request: FrontRequest): URLSearchParams {
  return request.method === 'POST' ? new URLSearchParams(request.body.toString('utf8')) : request.query;
}

export function actionOf(request: FrontRequest): string {
  return formOf(request).get('Action') ?? '(no action)';
}

export function queryAnswer(namespace: string, action: string, result: XmlValue): FrontResponse {
  const body = `<${action}Response xmlns="${namespace}"><${action}Result>${xml(result)}</${action}Result><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></${action}Response>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

export function queryError(namespace: string, status: number, code: string, message: string): FrontResponse {
  const error = xml({ Type: status >= 500 ? 'Receiver' : 'Sender', Code: code, Message: message });
  const body = `<ErrorResponse xmlns="${namespace}"><Error>${error}</Error><RequestId>local</RequestId></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

function xml(value: XmlValue): string {
  if (typeof value === 'string') return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (Array.isArray(value)) return value.map((item: XmlValue) => `<member>${xml(item)}</member>`).join('');
  return Object.entries(value)
    .map(([name, item]) => `<${name}>${xml(item)}</${name}>`)
    .join('');
}
