/** Bytes of a CSV file as text, whatever wrote them (ROSTER §11, "encoding"). Nothing is ever replaced silently. */
export interface Decoded {
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

/** Byte order mark → UTF-16 by its zero bytes → strict UTF-8 → Windows-1252, which every byte sequence is. */
export function decode(bytes: Uint8Array): Decoded {
  const encoding = encodingOf(bytes);
  const text = encoding === 'utf-8' ? strictUtf8(bytes) : new TextDecoder(encoding).decode(bytes);
  if (text === undefined) return { text: clean(new TextDecoder('windows-1252').decode(bytes)), encoding: 'windows-1252' };
  return { text: clean(text), encoding };
}

function encodingOf(bytes: Uint8Array): Decoded['encoding'] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, 1_000);
  const zeros = (offset: number) => sample.filter((byte, index) => index % 2 === offset && byte === 0).length;
  if (zeros(1) > sample.length / 4) return 'utf-16le';
  return zeros(0) > sample.length / 4 ? 'utf-16be' : 'utf-8';
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Marks in the middle come from files glued together; NUL bytes from exports of fixed-width fields. */
function clean(text: string): string {
  return text.replaceAll('\uFEFF', '').replaceAll('\0', '').normalize('NFC');
}
