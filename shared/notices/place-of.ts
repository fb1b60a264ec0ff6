import type { DistrictSettings } from '../district/settings.ts';

/** What `{school}` stands for: the one school a call is about, or the district's name where it is about several. @param schools their names */
export function placeOf([only, ...others]: readonly string[], { district }: Pick<DistrictSettings, 'district'>): string {
  return only !== undefined && others.length === 0 ? only : district.name;
}
