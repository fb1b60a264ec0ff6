import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, parseCanonical } from './canonical.ts';

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'grapheme' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('map'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 4 }),
})).value;

describe('canonical JSON', () => {
  it('sorts members by UTF-16 code unit, as the example of RFC 8785 §3.2.3', () => {
    const example = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'x',
      '1': 'One',
      '\u0080': 'Control',
      '\ud83d\ude02': 'Smiley',
      '\u00f6': 'o',
    };
    const keys = Object.keys(
      JSON.parse(canonicalText({ '\u20ac': 1, '\r': 2, '1': 3, '\u0080': 4, '\ud83d\ude02': 5, '\u00f6': 6 })),
    );
    expect(keys).toEqual(['1', '\r', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude02']);
    expect(canonicalText(example).startsWith('{"\\r":"Carriage Return","1":"One"')).toBe(true);
  });

  it('escapes as RFC 8785 §3.2.2.2 says', () => {
    expect(canonicalText('\u20ac$\u000f\nA\'B"\\\\"/')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
  });

  it('reads back what it wrote, and nothing else', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalText(value);
        expect(parseCanonical(text)).toEqual(JSON.parse(text));
        expect(parseCanonical(` ${text}`)).toBeUndefined();
        expect(canonicalText(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it.each([
    '{"a":1,"a":2}',
    '{"b":1,"a":2}',
    '1.5',
    '1e3',
    '-0',
    '9007199254740993',
    '"\u0041\u030a"',
    '{"a": 1}',
    '"\\u0041"',
    'nonsense',
    '',
  ])('refuses %s', (text) => expect(parseCanonical(text)).toBeUndefined());

  it('writes text in normal form C, and integers only', () => {
    expect(canonicalText('A\u030a')).toBe('"\u00c5"');
    expect(() => canonicalText({ share: 0.5 })).toThrow(/integers/);
    expect(canonicalText({ a: undefined, b: 1 })).toBe('{"b":1}');
  });
});
