import type { Engine } from './engine.ts';
import { isJson } from './operation.ts';

/** Every item and index copy as its JSON, and every binary attribute decoded: base64 must not hide a name from a scan. */
export function* storedIn(engine: Engine): Iterable<{ place: string; bytes: Buffer }> {
  for (const { key, value } of engine.everything()) {
    const place = `dynamodb ${key}`;
    yield { place, bytes: value };
    for (const bytes of binariesIn(JSON.parse(value.toString('utf8')))) yield { place: `${place}, binary`, bytes };
  }
}

function* binariesIn(value: unknown): Iterable<Buffer> {
  if (Array.isArray(value)) {
    for (const item of value) yield* binariesIn(item);
    return;
  }
  if (!isJson(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === 'B' && typeof inner === 'string') yield Buffer.from(inner, 'base64');
    else if (name === 'BS' && Array.isArray(inner)) yield* inner.map((text) => Buffer.from(String(text), 'base64'));
    else yield* binariesIn(inner);
  }
}
