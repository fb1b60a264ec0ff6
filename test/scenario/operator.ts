/** What an operator has to look at when something is broken: metrics behind the alarms, errors in the logs, dead letters. */
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Stage } from '../../cli/demo/stage.ts';

type Cloud = Pick<Stage, 'cloud'>;

/** Sum of a metric that a function has reported so far, as CloudWatch would read it from the log. */
export function metric(name: string, functionName: string, { cloud }: Cloud): number {
  return linesOf(functionName, { cloud }).reduce((sum, line) => {
    const value = line['_aws'] === undefined ? undefined : line[name];
    return sum + [value].flat().reduce<number>((all, one) => all + (typeof one === 'number' ? one : 0), 0);
  }, 0);
}

/** Codes of the errors a function has logged. */
export function errorsOf(functionName: string, { cloud }: Cloud): readonly string[] {
  return linesOf(functionName, { cloud }).flatMap(({ level, message }) => (level === 'ERROR' ? [String(message)] : []));
}

function linesOf(functionName: string, { cloud }: Cloud): readonly Readonly<Record<string, unknown>>[] {
  return cloud.logs.lines(functionName).flatMap(({ text }) => {
    try {
      const line: unknown = JSON.parse(text);
      return typeof line === 'object' && line !== null ? [{ ...line }] : [];
    } catch {
      // Not every line is JSON: Lambda itself writes plain ones.
      return [];
    }
  });
}

/** A client with the operator's rights, for what no command of ours does. */
export const queues = (): SQSClient => new SQSClient({});
