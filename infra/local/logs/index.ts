/**
 * What functions print, by function. Log groups of the template exist so that names and grants resolve.
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
 */
import type { CoverageRow, ResourceMaker } from '../front/service.ts';
import { refuseUnknown, textAt } from '../front/template-properties.ts';
import type { Instant } from '../world.ts';

export interface LogLine {
  readonly at: Instant;
  readonly functionName: string;
  readonly logGroup: string;
  readonly text: string;
}

export class Logs {
  readonly #lines: LogLine[] = [];
  readonly #account: string;

  constructor(account: string) {
    this.#account = account;
  }

  readonly coverage: readonly CoverageRow[] = [
    {
      operation: 'AWS::Logs::LogGroup',
      honoured: ['LogGroupName'],
      inert: ['RetentionInDays', 'KmsKeyId', 'Tags', 'LogGroupClass'],
    },
  ];

  readonly resources: Readonly<Record<string, ResourceMaker>> = {
    'AWS::Logs::LogGroup': (id, properties) => {
      const inert = ['RetentionInDays', 'KmsKeyId', 'Tags', 'LogGroupClass', 'DeletionProtectionEnabled'];
      refuseUnknown(id, properties, { honoured: ['LogGroupName'], inert });
      const name = textAt(id, properties, 'LogGroupName') ?? id;
      return { ref: name, attributes: { Arn: `arn:aws:logs:us-east-1:${this.#account}:log-group:${name}:*` } };
    },
  };

  /** @param text one or more lines, as written */
  write(line: LogLine): void {
    for (const text of line.text.split('\n')) if (text !== '') this.#lines.push({ ...line, text });
  }

  lines(functionName?: string): readonly LogLine[] {
    return functionName === undefined ? this.#lines : this.#lines.filter((line) => line.functionName === functionName);
  }

  *stored(): Iterable<{ readonly place: string; readonly bytes: Buffer }> {
    for (const { logGroup, at, text } of this.#lines) {
      yield { place: `log ${logGroup}, ${new Date(at).toISOString()}`, bytes: Buffer.from(text) };
    }
  }
}
