/** What is made of equal texts, once: the id of a school stands in a hundred thousand rows, and as many objects would be made of it. */
export function sharedValues<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const before = made.get(text);
    if (before !== undefined) return before;
    const value = make(text);
    made.set(text, value);
    return value;
  };
}
