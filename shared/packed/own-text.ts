const desk = Buffer.alloc(512);

/**
 * The same text, which holds on to no other. What is cut out of a text keeps all of it in memory, so that a name of 22 characters
 * takes a hundred bytes: of a district's people and numbers, that adds up.
 * @param text ids and hashes of ASCII; anything else comes back as it is
 */
export function ownText(text: string): string {
  if (text.length > desk.length) return text;
  const own = desk.toString('latin1', 0, desk.write(text, 'latin1'));
  return own === text ? own : text;
}
