import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { type JudgedNumber, judgeField, judgeNumber, type NumberRules, zonesOf } from './judge-number.ts';

const rules: NumberRules = { country: 'US', allowedCountries: ['US'], districtZones: ['America/Chicago'] };

test.each([
  '(312) 234-5678',
  '312-234-5678',
  '312.234.5678',
  '1 312 234 5678',
  '+13122345678',
  '13122345678',
  '0013122345678',
  '001 312 234 5678',
  "'3122345678",
])('reads %s', (raw) => {
  expect(judgeNumber(raw, rules)).toEqual({
    e164: '+13122345678',
    lineType: 'unknown',
    country: 'US',
    zones: ['America/Chicago'],
  });
});

test.each([
  ['1111111111', 'placeholder'],
  ['123-456-7890', 'placeholder'],
  ['5551234', 'placeholder'],
  ['312-555-0142', 'placeholder'],
  ['(312) 555-1212', 'placeholder'],
  ['312-123-4567', 'placeholder'],
  ['999-234-5678', 'placeholder'],
  ['111-234-5678', 'placeholder'],
  ['212-034-5678', 'placeholder'],
  ['555-234-5678', 'placeholder'],
  ['9-999-999-9999', 'placeholder'],
  ['000-000-0000', 'placeholder'],
  ['312-911-5678', 'placeholder'],
  ['234-5678', 'short'],
  ['5.55123E+09', 'excel'],
  ['3122345678.0', 'excel'],
  ['none', 'none'],
  ['disc', 'none'],
  ['same as above', 'none'],
  ['unlisted', 'none'],
  ['', 'empty'],
  ['wrong #', 'wrong-number'],
  ['DO NOT CALL 312-234-5678', 'do-not-call'],
  ["don't call", 'do-not-call'],
  ['dnc', 'do-not-call'],
  ['per court order', 'do-not-call'],
  ['no call', 'do-not-call'],
  ['Dad, see order', 'do-not-call'],
  ['*67 312 234 5678', 'impossible'],
  ['911', 'impossible'],
  ['311', 'impossible'],
  ['9-312-234-5678', 'impossible'],
  ['LABERGE, J x-1234', 'impossible'],
  ['988', 'impossible'],
  ['312-234-56789', 'impossible'],
  ["(mom's bf)", 'not-a-number'],
  ['312-234-5678 / 312-234-5679', 'several'],
])('%s is no number: %s', (raw, problem) => {
  expect(judgeNumber(raw, rules)).toMatchObject({ problem });
});

test.each([
  ['312-234-5678 x12', 'extension'],
  ['312-234-5678 ext. 12', 'extension'],
  ['312-234-5678;12', 'extension'],
  ['312-234-5678 #12', 'extension'],
  ['900-234-5678', 'premium'],
  ['312-976-5678', 'premium'],
  ['800-234-5678', 'toll-free'],
  ['+1 876 234 5678', 'country'],
  ['809-234-5678', 'country'],
  ['416-234-5678', 'country'],
  ['+52 55 1234 5678', 'country'],
  ['011 52 55 1234 5678', 'country'],
  ['312-234-5678 x99999', 'extension'],
  ['+8816 1234 5678', 'satellite'],
  ['+870 773 111 632', 'satellite'],
  ['500-234-5678', 'short-code'],
])('%s is kept and never dialed: %s', (raw, undialable) => {
  expect(judgeNumber(raw, rules)).toMatchObject({ undialable });
});

/** They look domestic, bill as international, and are how calls are sold on (ROSTER §9). */
const NOT_THE_STATES =
  '242 246 264 268 284 345 441 473 649 658 664 721 758 767 784 809 829 849 868 869 876 204 416 514 604 867 902'.split(' ');

test.each(NOT_THE_STATES)('+1-%s is not the United States: nothing there is dialed', (area) => {
  for (const rest of ['234-5678', '456-7890', '623-4567', '758-1234']) {
    const [judged] = judgeField(`${area}-${rest}`, rules);
    expect(judged).toSatisfy((one: object) => 'problem' in one || 'undialable' in one);
  }
});

test.each(['340-774-2345', '670-234-5678', '671-646-2345', '684-633-2345', '787-234-5678', '939-234-5678'])(
  'the territories of the United States are called where the United States are: %s',
  (raw) => {
    expect(judgeNumber(raw, rules)).toMatchObject({ e164: expect.stringMatching(/^\+1/) });
    expect(judgeNumber(raw, rules)).not.toHaveProperty('undialable');
  },
);

test('and not where the United States are not', () => {
  expect(judgeNumber('787-234-5678', { ...rules, allowedCountries: ['CA'] })).toMatchObject({ undialable: 'country' });
});

test.each([
  '312-234-5678 or 312-234-5679',
  '(312)234-5678/312.234.5679',
  '3122345678, 1-312-234-5679',
  'Mom: 312-234-5678; Uncle: 312-234-5679',
  '312-234-5678\n312-234-5679',
  '312-234-5678 312-234-5679',
  '1 312 234 5678 1 312 234 5679',
  '(312) 234-5678 (312) 234-5679',
  '+13122345678 +13122345679',
])('a field with two whole numbers is two numbers: %s', (raw) => {
  expect(judgeField(raw, rules)).toMatchObject([{ e164: '+13122345678' }, { e164: '+13122345679' }]);
});

test('with half a number, or with words and no digit, a field is for the clerk', () => {
  expect(judgeField('312-234-5678/5679', rules)).toMatchObject([{ problem: 'several' }]);
  expect(judgeField('312-234-5678 5679', rules)).toMatchObject([{ problem: 'impossible' }]);
  for (const words of ["(mom's bf)", 'confidential', 'Aunt'])
    expect(judgeField(words, rules)).toEqual([{ problem: 'not-a-number' }]);
  expect(judgeField('312-234-5678, do not call', rules)).toMatchObject([{ problem: 'do-not-call' }]);
});

test('a number from elsewhere is held to its own zone and the district’s', () => {
  expect(zonesOf('+12122345678')).toEqual(['America/New_York']);
  expect(judgeNumber('212-234-5678', rules)).toMatchObject({ zones: ['America/Chicago', 'America/New_York'] });
  expect(zonesOf('+12702345678')).toEqual(['America/New_York', 'America/Chicago']);
  expect(zonesOf('+525512345678')).toEqual([]);
});

test('whatever stands in a field, judging it neither throws nor invents digits', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d()+. x/;-]{0,24}$/)), (raw) => {
      for (const one of judgeField(raw, rules)) {
        if ('problem' in one) continue;
        const written = raw.normalize('NFKC').replace(/\D/g, '');
        expect(written).toContain(one.e164.slice(2).slice(-6));
      }
    }),
    { numRuns: 2_000 },
  );
});

test('the library calls a number valid where it knows its type, and nowhere else', () => {
  const digits = fc.stringMatching(/^\d{10}$/);
  const prefixes = fc.constantFrom('+1', '+52', '+44', '+49', '+86', '+870', '+881', '+883', '+888', '+979');
  fc.assert(
    fc.property(prefixes, digits, (prefix, rest) => {
      const parsed = parsePhoneNumberFromString(`${prefix}${rest}`);
      if (parsed !== undefined) expect(parsed.isValid()).toBe(parsed.getType() !== undefined);
    }),
    { numRuns: 3_000 },
  );
});

test('of a number of the United States, no plan looks at the last four digits', () => {
  const typeOf = (digits: string) => {
    const parsed = parsePhoneNumberFromString(`+1${digits}`);
    return parsed?.country === 'US' ? parsed.getType() : 'elsewhere';
  };
  const places = Array.from({ length: 800 }, (_, n) => String(200 + n));
  // Each area code with a few exchanges of its own: together all exchanges, many times.
  for (const [nth, area] of places.entries())
    for (let step = 0; step < 40; step += 1) {
      const exchange = `${area}${places[(nth * 7 + step * 20) % places.length]}`;
      const [one, ...others] = ['0000', '4711', '9999'].map((line) => typeOf(exchange + line));
      expect(others, exchange).toEqual([one, one]);
    }
});

test('a number by itself is judged as it is with a full stop behind it, where more is looked for', () => {
  const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
  const joint = fc.constantFrom('', '-', '.', ' ');
  const plain = fc
    .tuple(
      fc.constantFrom('', '1', '1-', '+1 ', '+1'),
      digits(3),
      joint,
      fc.constantFrom('442', '555', '411', '999', '000'),
      joint,
      digits(4),
    )
    .map((parts) => parts.join(''));
  const odd = fc.constantFrom(
    '1111111111',
    '(217) 442-3001',
    '(217)442-3001',
    '123-456-7890',
    '988',
    '911',
    '442-3001',
    ' 217 442 3001 ',
  );
  fc.assert(
    fc.property(fc.oneof(plain, odd), (text) => {
      expect(judgeField(text, rules).map(withoutNote)).toEqual(judgeField(`${text.trim()}.`, rules).map(withoutNote));
    }),
    { numRuns: 600 },
  );
});

function withoutNote(judged: JudgedNumber): object {
  return { ...judged, note: undefined };
}
