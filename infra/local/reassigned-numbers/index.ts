/**
 * The simulated database's two doors: questions as JSON, and a file of questions that comes back with a column of answers.
 * It knows nothing of the product. What it does not know it answers with 404 and 400, never with an answer.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createDatabase, QuestionRefused, type ReassignedNumbersDatabase } from './database.ts';

export interface LocalReassignedNumbers {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** What a subscriber sends as bearer token. */
  readonly apiKey: string;
  readonly database: ReassignedNumbersDatabase;
  /** How many questions were answered: a subscription is paid by the question. */
  asked(): number;
  stop(): Promise<void>;
}

export interface ReassignedNumbersOptions {
  readonly seed: number;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Default: whichever is free. */
  readonly port?: number;
}

const API_KEY = 'local-subscription';
/** Questions in one request. */
const MAX_QUESTIONS = 1_000;
const MAX_BYTES = 20_000_000;

interface Reply {
  readonly status: number;
  readonly type: 'application/json' | 'text/csv';
  readonly body: string;
}

export async function startReassignedNumbers(options: ReassignedNumbersOptions): Promise<LocalReassignedNumbers> {
  const database = createDatabase(options.seed, options.now);
  let questions = 0;
  const counted: ReassignedNumbersDatabase['ask'] = (tn, date) => {
    const answer = database.ask(tn, date);
    questions += 1;
    return answer;
  };
  const server = createServer(async (request, response) => {
    const { status, type, body } = await replyTo(request, { ...database, ask: counted });
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  return {
    endpoint: await listen(server, options.port ?? 0),
    apiKey: API_KEY,
    database,
    asked: () => questions,
    stop: () => close(server),
  };
}

async function replyTo(request: IncomingMessage, database: ReassignedNumbersDatabase): Promise<Reply> {
  if (request.headers.authorization !== `Bearer ${API_KEY}`) return refusal(401, 'no subscription of that key');
  if (request.method !== 'POST') return refusal(405, 'POST');
  try {
    const body = await bodyOf(request);
    if (request.url === '/v1/queries') return json(200, answersTo(JSON.parse(body), database));
    if (request.url === '/v1/files') return { status: 200, type: 'text/csv', body: answeredFile(body, database) };
    return refusal(404, `no such door: ${request.url}`);
  } catch (error) {
    if (error instanceof QuestionRefused || error instanceof SyntaxError) return refusal(400, error.message);
    throw error;
  }
}

/** `{queries: [{tn, date}]}` → `{fileVersion, results: [{tn, date, disconnected}]}` */
function answersTo(question: unknown, database: ReassignedNumbersDatabase) {
  const { queries } = (question ?? {}) as { queries?: unknown }; // what came over the wire is anything
  if (!Array.isArray(queries) || queries.length === 0 || queries.length > MAX_QUESTIONS)
    throw new QuestionRefused(`queries: 1 to ${MAX_QUESTIONS}`);
  const results = queries.map((query: { tn?: unknown; date?: unknown } | null) => {
    const [tn, date] = [String(query?.tn), String(query?.date)];
    return { tn, date, disconnected: database.ask(tn, date) };
  });
  return { fileVersion: database.fileVersion(), results };
}

/** Each line `tn,date` comes back with its answer behind it. A file with one bad line is refused whole, and says which. */
function answeredFile(csv: string, database: ReassignedNumbersDatabase): string {
  const [header = '', ...lines] = csv.split(/\r?\n/).filter((line) => line !== '');
  if (header !== 'tn,date') throw new QuestionRefused('line 1: the header is tn,date');
  const answered = lines.map((line, at) => {
    const [tn = '', date = '', ...more] = line.split(',');
    try {
      if (more.length > 0) throw new QuestionRefused('two columns');
      return `${tn},${date},${database.ask(tn, date)}`;
    } catch (error) {
      throw error instanceof QuestionRefused ? new QuestionRefused(`line ${at + 2}: ${error.message}`) : error;
    }
  });
  return `${['tn,date,disconnected', ...answered].join('\n')}\n`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk as Uint8Array); // no encoding is set, so Node hands out bytes
    bytes += part.length;
    if (bytes > MAX_BYTES) throw new QuestionRefused('too large');
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const json = (status: number, value: unknown): Reply => ({ status, type: 'application/json', body: JSON.stringify(value) });
const refusal = (status: number, error: string): Reply => json(status, { error });

async function listen(server: Server, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the database has no port to listen on');
  return `http://127.0.0.1:${address.port}`;
}

async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  await promise;
}
