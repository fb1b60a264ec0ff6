/** What `$.…` means in a flow: the contact's data, what a function answered, the key that was pressed. */
export interface FlowValues {
  /** `Details.ContactData` of the event a function gets. */
  readonly contact: Readonly<Record<string, unknown>>;
  readonly external: unknown;
  readonly storedInput: string | undefined;
}

const PATH = /\$(?:\.[A-Za-z][A-Za-z0-9_-]*|\['[^']+'\]|\[\d+\])+/g;
const WHOLE = new RegExp(`^${PATH.source}$`);

export function isReference(text: string): boolean {
  return WHOLE.test(text);
}

/** Replaces every reference in a text; what is not there is an empty string, as Connect does it. */
export function interpolate(text: string, values: FlowValues): string {
  return text.replace(PATH, (path) => textOf(lookUp(path, values)));
}

export function lookUp(path: string, values: FlowValues): unknown {
  const steps = [...path.matchAll(/\.([A-Za-z][A-Za-z0-9_-]*)|\['([^']+)'\]|\[(\d+)\]/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
  const [root, ...rest] = steps;
  if (root === 'External') return walk(values.external, rest);
  if (root === 'StoredCustomerInput') return values.storedInput;
  if (root === 'ContactData') return walk(values.contact, rest);
  return walk(values.contact, steps);
}

function walk(from: unknown, steps: readonly string[]): unknown {
  let here = from;
  for (const step of steps) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string, unknown>)[step]; // an object that has `step`: checked in the line before
  }
  return here;
}

export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return '';
}
