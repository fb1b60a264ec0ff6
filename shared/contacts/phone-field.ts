/**
 * Text that stands in phone fields and is no number (ROSTER §9).
 * `do-not-call`: an opt-out note, or a court order, in words. `wrong-number`: somebody already knew. `none`: "none",
 * "disconnected", "same as above". `placeholder`: digits that only fill the field. `short`: an area code is missing.
 * `excel`: a spreadsheet destroyed the digits. `impossible`: no numbering plan has it.
 */
export type FieldProblem = 'empty' | 'do-not-call' | 'wrong-number' | 'none' | 'placeholder' | 'short' | 'excel' | 'impossible';

const DO_NOT_CALL = /\b(do\s*n[o']?t\s*(call|contact|phone)|dnc|no\s*(calls?|contact)|court|order|restrain\w*)\b/i;
const WRONG_NUMBER = /\bwrong\s*(#|n(umber|r|o)\b)/i;
const NONE = /^\W*(none|n\/?a|no\s*phone|disc(onnected)?|same(\s+as.*)?|unlisted|unknown|no|tbd|see\s+.*|-+)\W*$/i;
const EXCEL = /^'?\d(\.\d+)?e\+?\d+$|^'?\d{7,}\.0$/i;
/** Extensions are written with letters, `#` or `;`; what follows belongs to the number before it. */
const SEPARATORS = /\s*(?:[/,|\n]|\bor\b|\band\b|;(?!\s*(?:ext)?\s*=?\s*\d{1,5}\s*$))\s*/i;
/**
 * Between two whole numbers nothing but a space: of a line break in a field, readers of tables leave no more. No number of the North
 * American plan, with or without its 1, has so many digits that it could be cut in two here.
 */
const ONLY_SPACE = /(?<=\d{3}\)?[-. ]?\d{3}[-. ]?\d{4})\s+(?=\+?(?:1[-. ]?)?\(?\d{3}\)?[-. ]?\d{3}[-. ]?\d{4})/;
const SEVEN_DIGITS = /^\D*\d{3}\D*\d{4}\D*$/;

/** Nearly every field: one whole number of the North American plan, and nothing beside it. Of those only the digits can say something. */
const PLAIN = /^(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ]?)\d{3}[-. ]?\d{4}$/;

/** The ten digits of a field that is such a number. */
export function plainDigits(text: string): string | undefined {
  return PLAIN.test(text) ? text.replace(/\D/g, '').slice(-10) : undefined;
}

/** What the field says in words, or what spoiled it; undefined when it may be a number. */
export function noteIn(text: string): FieldProblem | undefined {
  const field = text.trim();
  if (PLAIN.test(field)) return fills(field.replace(/\D/g, '')) ? 'placeholder' : undefined;
  if (field === '') return 'empty';
  if (DO_NOT_CALL.test(field)) return 'do-not-call';
  if (WRONG_NUMBER.test(field)) return 'wrong-number';
  if (NONE.test(field)) return 'none';
  if (EXCEL.test(field)) return 'excel';
  // *67, *82 and their like are dialing habits: the number behind them is not to be trusted unread.
  if (field.startsWith('*')) return 'impossible';
  if (/^\D*[2-9]11\D*$/.test(field) || /^\D*988\D*$/.test(field)) return 'impossible';
  if (fills(field.replace(/\D/g, ''))) return 'placeholder';
  return SEVEN_DIGITS.test(field) && !field.startsWith('+') ? 'short' : undefined;
}

/** The parts of a field that holds several numbers; one part when it holds one. */
export function splitField(text: string): readonly string[] {
  const field = text.trim();
  if (PLAIN.test(field)) return [field];
  return field
    .split(SEPARATORS)
    .flatMap((part) => part.split(ONLY_SPACE))
    .filter((part) => /\d/.test(part));
}

/** Numbers that look right and belong to nobody: 555-01xx, 555-1212, an exchange starting 0 or 1, N11. */
export function placeholderIn(e164: string): 'placeholder' | undefined {
  const nanp = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164);
  if (nanp === null) return undefined;
  const [, area = '', exchange = '', line = ''] = nanp;
  if (/^[01]/.test(area) || /^[01]/.test(exchange) || /^.11$/.test(exchange) || area === '999' || area === '555')
    return 'placeholder';
  const directory = exchange === '555' && (line === '1212' || line === '1234' || line.startsWith('01'));
  return directory || fills(area + exchange + line) ? 'placeholder' : undefined;
}

/** All digits equal, or counting up or down: 1111111111, 123-456-7890, 5551234. */
function fills(digits: string): boolean {
  const plain = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
  if (plain.length < 7) return false;
  return /^(\d)\1+$/.test(plain) || ['1234567890', '0123456789', '9876543210', '1234567', '5551234', '5551212'].includes(plain);
}
