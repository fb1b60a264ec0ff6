/** The two halves of a nightly drop: `roster/2026-11-24.zip` and `roster/2026-11-24.contacts.csv`, or `.contacts.zip`. */
export interface RosterUnit {
  readonly zipKey: string;
  readonly contactsKey: string;
}

/** Undefined for a name that is neither half. @param ending of the contacts, as the district's layout has them */
export function rosterUnit(key: string, ending: 'csv' | 'zip'): RosterUnit | undefined {
  const stem = /^(roster\/.+?)(\.contacts\.(?:csv|zip)|\.zip)$/i.exec(key);
  if (stem?.[1] === undefined) return undefined;
  return { zipKey: `${stem[1]}.zip`, contactsKey: `${stem[1]}.contacts.${ending}` };
}

/** Without the folders: what a report calls the file. */
export function fileNameOf(key: string): string {
  return key.replace(/^.*\//, '');
}

/** Consoles make a "folder" by an empty object with a name that ends in a slash. */
export function isFolder(key: string): boolean {
  return key.endsWith('/');
}
