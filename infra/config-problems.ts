import type { z } from 'zod';

/** A district's settings file that cannot be used. The message is written for the person who edits the file. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
  readonly file: string;
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`${file} has ${count}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.file = file;
    this.problems = problems;
  }
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** One sentence a problem: the field's path, what was expected, what was found, and what to do. */
export function problemsOf(error: z.ZodError, found: unknown, schema: z.ZodType): string[] {
  return error.issues.flatMap((issue) => sentences(issue, found, schema));
}

function sentences(issue: Issue, found: unknown, schema: z.ZodType): string[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => unknownKey(pathText([...issue.path, key]), key, known));
  }
  const nearest = issue.code === 'invalid_union' ? deepest(issue) : undefined;
  if (nearest !== undefined)
    return nearest.flatMap((inner) => sentences({ ...inner, path: [...issue.path, ...inner.path] }, found, schema));
  const value = valueAt(found, issue.path);
  const where = pathText(issue.path) || 'the file';
  if (value === undefined && issue.code === 'custom') return [`${where}: found nothing. ${remedy(issue)}.`];
  if (value === undefined) return [`${where}: expected ${expectation(issue)}, found nothing. Add it.`];
  return [`${where}: expected ${expectation(issue)}, found ${shown(value)}. ${remedy(issue)}.`];
}

/** The schema's own words say how to write it, e.g. "write the time as HH:MM, 24 hours". */
function remedy({ message }: Issue): string {
  return message.startsWith('write ') ? `W${message.slice(1)}` : 'Correct it';
}

function unknownKey(where: string, key: string, known: readonly string[]): string {
  const near = closest(key, known);
  const hint = near === undefined ? `Remove it; known here: ${known.join(', ') || 'nothing'}.` : `Did you mean "${near}"?`;
  return `${where}: expected no such field, found "${key}". ${hint}`;
}

/** Of a union's alternatives, the one the writer seems to have meant: whose problem lies deepest, or which fails least. */
function deepest(issue: Extract<Issue, { code: 'invalid_union' }>): readonly Issue[] | undefined {
  return [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return (
        { string: 'text', int: 'a whole number', number: 'a number', record: 'an object' }[issue.expected as string] ??
        `${article(issue.expected)}`
      );
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `at least ${issue.minimum} ${unitOf(issue.origin)}`
        : `a number of at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `at most ${issue.maximum} ${unitOf(issue.origin)}`
        : `a number of at most ${issue.maximum}`;
    default:
      return issue.message.startsWith('write ') ? 'another form' : `another form (${issue.message})`;
  }
}

function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function unitOf(origin: string): string {
  return origin === 'string' ? 'character(s)' : 'entry';
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, part) => (isObject(inner) ? inner[String(part)] : undefined), value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The fields the schema knows at a path, through defaults, optionals and arrays. */
function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  return fieldsOf(path.reduce<unknown>((inner, part) => childOf(unwrapped(inner), part), schema));
}

/** The inside of what is wrapped by `.optional()`, `.default()`, `.prefault()`. */
function unwrapped(schema: unknown): unknown {
  const inner = definition(schema)?.['innerType'];
  return inner === undefined ? schema : unwrapped(inner);
}

function childOf(schema: unknown, part: PropertyKey): unknown {
  const def = definition(schema);
  const shape = def?.['shape'];
  if (isObject(shape)) return shape[String(part)];
  const options = def?.['options'];
  if (Array.isArray(options))
    return options.map((option) => childOf(unwrapped(option), part)).find((child) => child !== undefined);
  return def?.['element'] ?? def?.['valueType'];
}

function fieldsOf(schema: unknown): readonly string[] {
  const def = definition(unwrapped(schema));
  const options = def?.['options'];
  if (Array.isArray(options)) return options.flatMap(fieldsOf);
  const shape = def?.['shape'];
  return isObject(shape) ? Object.keys(shape) : [];
}

function definition(schema: unknown): Record<string, unknown> | undefined {
  const def = isObject(schema) ? schema['def'] : undefined;
  return isObject(def) ? def : undefined;
}

/** The known name within two slips of the keyboard (or a third of its length), if there is one. */
function closest(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((name) => ({ name, slips: distance(word.toLowerCase(), name.toLowerCase()) }));
  const best = ranked.sort((a, b) => a.slips - b.slips)[0];
  return best !== undefined && best.slips <= Math.max(2, Math.floor(word.length / 3)) ? best.name : undefined;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
