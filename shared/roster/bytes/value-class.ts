import { isFormula, isWordForNothing } from '../values.ts';

/**
 * What kind of value stood in a field, for a report that may lie around in the clear: kind and length, never a character of it.
 */
export function valueClass(value: string): string {
  const text = value.trim();
  if (text === '') return 'empty';
  const length = [...text].length;
  if (isWordForNothing(text)) return 'word for nothing';
  if (isFormula(text)) return `formula(${length})`;
  if (/^\d(\.\d+)?e\+?\d+$/i.test(text)) return 'scientific number';
  if (/^[\d\s().+/-]+$/.test(text)) return `digits(${text.replace(/\D/g, '').length})`;
  if (/^\p{L}+$/u.test(text)) return `word(${length})`;
  return /\d/.test(text) ? `text with digits(${length})` : `text(${length})`;
}
