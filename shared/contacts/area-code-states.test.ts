import { describe, expect, test } from 'vitest';
import { STATES } from '../consent/state-overlays.ts';
import { statesOf, statesOfAreaCode } from './area-code-states.ts';
import { zonesOfAreaCode } from './area-code-zones.ts';

/** Every zone in which some part of the state lies. */
const ZONES_OF_STATES: readonly (readonly [states: string, zones: readonly string[]])[] = [
  ['CT DE DC GA ME MD MA NH NJ NY NC OH PA RI SC VT VA WV', ['America/New_York']],
  ['FL IN KY MI TN', ['America/New_York', 'America/Chicago']],
  ['AL AR IL IA LA MN MS MO OK WI', ['America/Chicago']],
  ['KS NE ND SD TX', ['America/Chicago', 'America/Denver']],
  ['CO MT NM UT WY', ['America/Denver']],
  ['AZ', ['America/Phoenix', 'America/Denver']],
  ['ID OR', ['America/Denver', 'America/Los_Angeles']],
  ['NV', ['America/Los_Angeles', 'America/Denver']],
  ['CA WA', ['America/Los_Angeles']],
  ['AK', ['America/Anchorage', 'America/Adak']],
  ['HI', ['Pacific/Honolulu']],
  ['PR', ['America/Puerto_Rico']],
  ['VI', ['America/St_Thomas']],
  ['GU', ['Pacific/Guam']],
  ['MP', ['Pacific/Saipan']],
  ['AS', ['Pacific/Pago_Pago']],
];
const AREA_CODES = Array.from({ length: 1_000 }, (_, code) => String(code).padStart(3, '0'));

describe('the state of an area code', () => {
  test.each([
    ['+13122345678', ['IL']],
    ['+12025550123', ['DC']],
    ['+14065550123', ['MT']],
    ['+16715550123', ['GU']],
    ['+14365550123', ['OH']],
    ['+18005550199', []],
    ['+18765550123', []],
    ['+442079460000', []],
    ['+4420255501', []],
  ] as const)('%s', (e164, expected) => {
    expect(statesOf(e164)).toEqual(expected);
  });

  test('is known wherever its zone is, and the other way round', () => {
    for (const code of AREA_CODES) expect(statesOfAreaCode(code).length > 0, code).toBe(zonesOfAreaCode(code).length > 0);
  });

  test('lies in zones of that state alone', () => {
    const zonesOf = new Map(
      ZONES_OF_STATES.flatMap(([states, zones]) => states.split(' ').map((state) => [state, zones] as const)),
    );
    for (const code of AREA_CODES) {
      const possible = statesOfAreaCode(code).flatMap((state) => zonesOf.get(state) ?? []);
      expect(possible, code).toEqual(expect.arrayContaining([...zonesOfAreaCode(code)]));
    }
  });

  test('every state has one, and none is named that is no state', () => {
    expect(new Set(AREA_CODES.flatMap(statesOfAreaCode))).toEqual(STATES);
  });
});
