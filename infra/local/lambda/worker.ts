/**
 * Lambda's Node runtime in a worker thread: simulated time first, then the bundle, then one event after the other.
 * AWS: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
import { parentPort, workerData } from 'node:worker_threads';
import { installWorkerClock } from '../clock/worker-clock.ts';
import type { Birth, FromWorker, Task, ToWorker } from './messages.ts';

type Handler = (event: unknown, context: object) => unknown;

// `as`: workerData is what sandbox.ts gave, and nothing else starts this file.
const birth = workerData as Birth;
const tell = (message: FromWorker): void => parentPort?.postMessage(message);
let heard = 0;
const clock = installWorkerClock(birth.shared, (nextDeadline) => tell({ kind: 'rest', heard, nextDeadline }));

captureOutput();
const handler = await loadHandler();
parentPort?.on('message', (message: ToWorker) => void hear(message));
tell({ kind: 'ready' });

async function hear(message: ToWorker): Promise<void> {
  heard++;
  clock.stir();
  if (message.kind === 'leapt') clock.leapt();
  else await carryOut(message);
}

async function carryOut(task: Task): Promise<void> {
  clock.leapt();
  try {
    process.env['_X_AMZN_TRACE_ID'] =
      `Root=1-${task.requestId.slice(0, 8)}-${task.requestId.slice(-12)}${'0'.repeat(12)};Sampled=0`;
    const result = await handler(JSON.parse(task.event), contextOf(task));
    tell({ kind: 'outcome', requestId: task.requestId, payload: JSON.stringify(result) ?? 'null', failed: false });
  } catch (error) {
    tell({ kind: 'outcome', requestId: task.requestId, payload: JSON.stringify(errorPayload(error)), failed: true });
  }
}

function contextOf(task: Task): object {
  return {
    awsRequestId: task.requestId,
    functionName: task.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: task.functionArn,
    memoryLimitInMB: String(task.memoryMb),
    logGroupName: task.logGroup,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(task.deadline - clock.now())),
  };
}

function errorPayload(error: unknown): object {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

async function loadHandler(): Promise<Handler> {
  const module: Record<string, unknown> = await import(birth.module);
  const found = module[birth.handler];
  if (typeof found !== 'function')
    throw new Error(`Runtime.HandlerNotFound: ${birth.module} exports no function ${birth.handler}`);
  // Node 24 on Lambda has no callbacks, and decides by arity.
  if (found.length > 2) throw new Error(`Runtime.CallbackHandlerDeprecated: ${birth.handler} takes a callback`);
  return (event, context) => Reflect.apply(found, undefined, [event, context]);
}

/** Through the same port as the outcome, so that no line of an invocation comes after its end. */
function captureOutput(): void {
  const write = (chunk: unknown, ...rest: unknown[]): boolean => {
    tell({ kind: 'log', text: typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('utf8') });
    const done = rest.findLast((argument) => typeof argument === 'function');
    if (typeof done === 'function') process.nextTick(() => Reflect.apply(done, undefined, []));
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
}
