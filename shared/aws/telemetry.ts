import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { GiveUp, StateUnknown, TryAgain } from '../faults/fault.ts';
import { EnvelopeForged } from './envelope.ts';

/** Numbers a function reports; EMF lines in its log, namespace `Ringfence`. Names in PascalCase, no dimension but the service. */
export interface Measures {
  count(name: string, by?: number): void;
  seconds(name: string, value: number): void;
}

/** What a function may say in its log: a code, and ids that are pseudonyms. Never a body, a name, a number or a text. */
export interface Log {
  info(code: string, where?: object): void;
  warn(code: string, where?: object): void;
  error(code: string, where?: object): void;
}

/** Service name, namespace and level come from the POWERTOOLS_* variables of the function. */
export const logger = new Logger();
export const emf = new Metrics();

export const measures: Measures = {
  count: (name, by = 1) => emf.addMetric(name, MetricUnit.Count, by),
  seconds: (name, value) => emf.addMetric(name, MetricUnit.Seconds, value),
};

export const log: Log = {
  info: (code, where = {}) => logger.info(code, { where }),
  warn: (code, where = {}) => logger.warn(code, { where }),
  error: (code, where = {}) => logger.error(code, { where }),
};

/** A sealed item that is not what it is offered as: in the log with its place, and counted, for the alarm. */
export function reportForged({ code, where }: EnvelopeForged): void {
  log.error(code, where);
  measures.count('EnvelopeForged');
}

/** Logs a failure that somebody could do without: what was asked for is answered all the same. */
export function reportTrouble(error: unknown): void {
  if (error instanceof EnvelopeForged) {
    reportForged(error);
    return;
  }
  const trouble = troubleOf(error);
  log.error(trouble.code, trouble);
}

/** A failure as a log line may show it. */
export interface Trouble {
  readonly class: 'TryAgain' | 'GiveUp' | 'StateUnknown' | 'Unexpected';
  readonly code: string;
  readonly where: object;
  /** Present only for our own faults, whose sentences we know to be free of personal data. */
  readonly message?: string;
  /** For anything else: its class, and the code positions it came through; never its text. */
  readonly thrown?: string;
  readonly frames?: readonly string[];
}

const FRAMES = 6;

/** Says what went wrong without quoting what we did not write: a library's message may hold what it was given. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof TryAgain) return { class: 'TryAgain', ...ours(error) };
  if (error instanceof GiveUp) return { class: 'GiveUp', ...ours(error) };
  if (error instanceof StateUnknown) return { class: 'StateUnknown', ...ours(error) };
  if (!(error instanceof Error)) return { class: 'Unexpected', code: 'UNEXPECTED', where: {}, thrown: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    class: 'Unexpected',
    code: 'UNEXPECTED',
    where: {},
    thrown: error.name,
    frames: frames.slice(0, FRAMES).map((line) => line.trim()),
  };
}

function ours(fault: TryAgain | GiveUp | StateUnknown): Pick<Trouble, 'code' | 'where' | 'message' | 'thrown'> {
  const cause = fault.cause instanceof Error ? { thrown: fault.cause.name } : {};
  return { code: fault.code, where: fault.where, message: fault.message, ...cause };
}
