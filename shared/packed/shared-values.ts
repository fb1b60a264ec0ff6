/**
 * What is made of equal texts, once: the id of a school stands in a hundred thousand rows, and as many objects would be made of it.
 * @param atMost made values that are remembered; beyond that all are forgotten, and made anew
 */
export function sharedValues<T>(make: (text: string) => T, atMost = Number.POSITIVE_INFINITY): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const before = made.get(text);
    if (before !== undefined) return before;
    const value = make(text);
    if (made.size >= atMost) made.clear();
    made.set(text, value);
    return value;
  };
}
