/** AWS: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
import type { FrontRequest, FrontResponse } from '../../front/service.ts';
import type { FunctionDefinition } from '../definition.ts';
import { invalidRequest, notImplemented } from '../errors.ts';
import type { Functions } from '../functions.ts';

export const invokeCoverage = {
  operation: 'Invoke',
  honoured: ['FunctionName', 'InvocationType', 'Payload'],
  inert: ['LogType', 'ClientContext', 'Qualifier'],
};

export async function invoke(
  functions: Functions,
  definition: FunctionDefinition,
  request: FrontRequest,
): Promise<FrontResponse> {
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  const event = parse(request.body);
  if (type === 'DryRun') return { status: 204 };
  if (type === 'Event') {
    void functions.runAsynchronously(definition, event);
    return { status: 202 };
  }
  if (type !== 'RequestResponse') throw notImplemented(`InvocationType ${type}`);
  const { payload, functionError } = await functions.run(definition, event);
  const error = functionError === undefined ? {} : { 'x-amz-function-error': functionError };
  const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST', ...error };
  return { status: 200, headers, body: JSON.stringify(payload) ?? 'null' };
}

function parse(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw invalidRequest(`Could not parse request body into json: ${String(error)}`);
  }
}
