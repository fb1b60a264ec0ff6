/**
 * The environment of a function: the template's variables, and what Lambda adds.
 * AWS: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CloudWorld } from '../cloud-world.ts';
import type { FunctionDefinition } from './definition.ts';

export function functionEnvironment(world: CloudWorld, definition: FunctionDefinition): Record<string, string> {
  return {
    ...definition.environment,
    AWS_ENDPOINT_URL: world.endpoint,
    AWS_REGION: world.region,
    AWS_DEFAULT_REGION: world.region,
    AWS_ACCESS_KEY_ID: world.credentials.keyFor({ kind: 'role', arn: definition.roleArn, name: definition.label }),
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    _HANDLER: `index.${definition.handler}`,
    LAMBDA_TASK_ROOT: dirname(fileURLToPath(definition.module)),
    TZ: ':UTC',
    PATH: '/usr/local/bin:/usr/bin:/bin',
  };
}
