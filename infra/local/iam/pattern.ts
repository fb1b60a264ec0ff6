/** `*` and `?` in actions, ARNs and StringLike values. */
const compiled = new Map<string, RegExp>();

export function matches(pattern: string, value: string, ignoreCase = false): boolean {
  if (pattern === '*') return true;
  if (!/[*?]/.test(pattern)) return ignoreCase ? pattern.toLowerCase() === value.toLowerCase() : pattern === value;
  const key = `${ignoreCase ? 'i' : ''}|${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known.test(value);
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
  compiled.set(key, expression);
  return expression.test(value);
}

/** Each of an ARN's six parts by itself: a `*` in one does not reach into the next (ArnLike, ArnEquals). */
export function arnMatches(pattern: string, arn: string): boolean {
  const [patternParts, parts] = [arnParts(pattern), arnParts(arn)];
  return patternParts.length === parts.length && patternParts.every((part, index) => matches(part, parts[index] ?? ''));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
