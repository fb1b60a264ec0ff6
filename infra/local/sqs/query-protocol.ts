/**
 * AWS's query protocol: a form in, XML out. AWS CLI 2.9 speaks nothing else to SQS.
 * Inside, everything has the shape of the JSON protocol; this file turns one into the other.
 * AWS: smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
import { type Input, isInput } from './operation.ts';

const lists: Readonly<Record<string, string>> = {
  AttributeName: 'AttributeNames',
  MessageAttributeName: 'MessageAttributeNames',
  MessageSystemAttributeName: 'MessageSystemAttributeNames',
  SendMessageBatchRequestEntry: 'Entries',
  DeleteMessageBatchRequestEntry: 'Entries',
  ChangeMessageVisibilityBatchRequestEntry: 'Entries',
};

const maps: Readonly<Record<string, string>> = {
  Attribute: 'Attributes',
  MessageAttribute: 'MessageAttributes',
  MessageSystemAttribute: 'MessageSystemAttributes',
};

type Tree = Map<string, Tree | string>;

/** `SendMessageBatchRequestEntry.1.Id=a` → `{ Entries: [{ Id: 'a' }] }` */
export function readForm(form: URLSearchParams): Input {
  const tree: Tree = new Map();
  for (const [name, value] of form) if (name !== 'Action' && name !== 'Version') plant(tree, name.split('.'), value);
  return asInput(tree);
}

/** `A.1.B=x` → A → 1 → B → x */
function plant(tree: Tree, path: readonly string[], value: string): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    tree.set(head, value);
    return;
  }
  const below = tree.get(head);
  const branch: Tree = below instanceof Map ? below : new Map();
  tree.set(head, branch);
  plant(branch, rest, value);
}

function asInput(tree: Tree): Input {
  return Object.fromEntries([...tree].map(([name, value]) => namedValue(name, value)));
}

function namedValue(name: string, value: Tree | string): [string, unknown] {
  const list = lists[name];
  const map = maps[name];
  if (value instanceof Map && list !== undefined)
    return [list, inOrder(value).map((item) => (item instanceof Map ? asInput(item) : item))];
  if (value instanceof Map && map !== undefined) return [map, Object.fromEntries(inOrder(value).map(mapEntry))];
  return [name, value instanceof Map ? asInput(value) : value];
}

function inOrder(items: Tree): (Tree | string)[] {
  return [...items].sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
}

function mapEntry(item: Tree | string): [string, unknown] {
  if (!(item instanceof Map)) return ['', item];
  const value = item.get('Value');
  return [String(item.get('Name') ?? ''), value instanceof Map ? asInput(value) : value];
}

const elementOfList: Readonly<Record<string, string>> = {
  Messages: 'Message',
  QueueUrls: 'QueueUrl',
  queueUrls: 'QueueUrl',
  Failed: 'BatchResultErrorEntry',
  Results: 'ListMessageMoveTasksResultEntry',
};

/** An operation's answer as XML; operations that return nothing have no `Result` element. */
export function writeXml(operation: string, output: Input, requestId: string): string {
  const returnsNothing = /^(DeleteMessage|ChangeMessageVisibility|SetQueueAttributes|PurgeQueue)$/.test(operation);
  const result = returnsNothing ? '' : `<${operation}Result>${fields(operation, output)}</${operation}Result>`;
  return (
    `<?xml version="1.0"?><${operation}Response xmlns="http://queue.amazonaws.com/doc/2012-11-05/">${result}` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`
  );
}

/** Server errors are `Receiver`, all others `Sender`. */
export function writeErrorXml(code: string, message: string, requestId: string, status: number): string {
  const type = status >= 500 ? 'Receiver' : 'Sender';
  return (
    '<?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">' +
    `<Error><Type>${type}</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message><Detail/></Error>` +
    `<RequestId>${requestId}</RequestId></ErrorResponse>`
  );
}

function fields(operation: string, output: Input): string {
  return Object.entries(output)
    .map(([name, value]) => field(operation, name, value))
    .join('');
}

function field(operation: string, name: string, value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) {
    const element = name === 'Successful' ? `${operation}ResultEntry` : (elementOfList[name] ?? name);
    return value
      .map((item) => `<${element}>${isInput(item) ? fields(operation, item) : escapeXml(String(item))}</${element}>`)
      .join('');
  }
  if ((name === 'Attributes' || name === 'MessageAttributes') && isInput(value)) {
    const element = name.slice(0, -1);
    return Object.entries(value)
      .map(([key, item]) => `<${element}><Name>${escapeXml(key)}</Name>${field(operation, 'Value', item)}</${element}>`)
      .join('');
  }
  return `<${name}>${isInput(value) ? fields(operation, value) : escapeXml(String(value))}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (c) => `&#${c.charCodeAt(0)};`);
}
