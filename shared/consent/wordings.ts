/**
 * The words people agree to, by version. A grant names the version and the language, so that years later it can be shown what
 * was agreed to. Nothing here is ever changed or taken out: changed words are another version.
 */
export interface ConsentWording {
  /** What a grant names, e.g. `2026-11`. */
  readonly id: string;
  /** BCP 47. */
  readonly language: string;
  /** Hex SHA-256 of the words, as they lie in the file, or as they are spoken with `{district}` for the district's name. */
  readonly sha256: string;
  /** YYYY-MM-DD: nobody can have agreed to them before. */
  readonly from: string;
}

/** The forms of `docs/forms`, and the sentence of the line that answers whoever calls back (`line-sentences.ts`). */
export const CONSENT_WORDINGS: readonly ConsentWording[] = [
  form('en', 'fcf7386ed6ffb4557ba57fee2c237cc5ba897a42f5319df62192484b664cc132'),
  form('es', '879374394c3b65c3bd6587a126f044b9ee8ea1bfdf9dade40fb96fd9bf6edc24'),
  form('vi', '930962b3b5f4dedf3bbd8b0dfa09f5eb2b6e9075fc914889602c4fd32dd5a892'),
  form('ar', '55c1bbec02d79b11bb1b43ea4a6d9850fc57e58771dac9adf2adce7978894bcc'),
  callBack('en', '9b4b8fcc3400ebb11f8d8ffd79cc8684c03b9b2e58505a45b453cfed174e36f4'),
  callBack('es', '4905dde61b93306ac06b6f9723d533ae62522ebe314c0d17ba1d9689a5d9fe04'),
  callBack('ar', '34eba07d168001895a73219b3373ba1b13c14bafc650f0ccdc71e7536f312e01'),
];

function form(language: string, sha256: string): ConsentWording {
  return { id: '2026-11', language, sha256, from: '2026-11-01' };
}

function callBack(language: string, sha256: string): ConsentWording {
  return { id: 'call-back-2026-11', language, sha256, from: '2026-11-01' };
}

/** What is said at the desk has the desk's own versions (`cli/desk-words.ts`), and `desk` from before there were any. */
const DESK = /^desk(-\d{4}-\d{2})?$/;

/**
 * What is odd about a version that somebody is said to have agreed to; `undefined`: nothing. Never a reason to lose the
 * agreement: it is kept as it came, and somebody is to find out.
 * @param district the district's own, from its settings
 * @param agreedOn YYYY-MM-DD
 */
export function oddWording(
  id: string,
  agreedOn: string,
  district: readonly ConsentWording[],
): 'unknown' | 'before-its-time' | undefined {
  if (DESK.test(id)) return undefined;
  const versions = [...CONSENT_WORDINGS, ...district].filter((wording) => wording.id === id);
  if (versions.length === 0) return 'unknown';
  return versions.every(({ from }) => agreedOn < from) ? 'before-its-time' : undefined;
}

/** Ids to choose from, for people. */
export function wordingIds(district: readonly ConsentWording[]): readonly string[] {
  return [...new Set([...CONSENT_WORDINGS, ...district].map(({ id }) => id))];
}
