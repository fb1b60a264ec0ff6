/** The little XML that S3 speaks: elements and text, no attributes but the namespace. */
export type Xml = string | number | boolean | undefined | { readonly [name: string]: Xml } | readonly Xml[];

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

export function writeXml(root: string, content: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">${inside(content)}</${root}>`;
}

/** Error documents have no namespace. */
export function writeErrorXml(content: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inside(content)}</Error>`;
}

function inside(content: Xml): string {
  if (content === undefined) return '';
  if (typeof content !== 'object') return escapeXml(String(content));
  return Object.entries(content)
    .map(([name, value]) => element(name, value))
    .join('');
}

/** A list repeats its element; undefined leaves it out. */
function element(name: string, value: Xml): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  return `<${name}>${inside(value)}</${name}>`;
}

function escapeXml(text: string): string {
  // Everything below a space, too: keys may hold line ends and the parser on the other side folds them.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped here
  return text.replace(/[&<>"\u0000-\u001f]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** The text of the first element of that name, unescaped, or undefined. */
export function readElement(xml: string, name: string): string | undefined {
  const inner = readElements(xml, name)[0];
  return inner === undefined ? undefined : unescapeXml(inner.trim());
}

/** What stands inside each element of that name, still as XML. */
export function readElements(xml: string, name: string): readonly string[] {
  const pattern = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?(?:/>|>([\\s\\S]*?)</(?:\\w+:)?${name}>)`, 'g');
  return [...xml.matchAll(pattern)].map((match) => match[1] ?? '');
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return named[name] ?? whole;
  });
}
