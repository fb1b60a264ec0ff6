/** Why a call is made. A closed set: consent is given, and refused, per purpose. */
export const PURPOSES = ['emergency', 'closure', 'attendance', 'event', 'survey', 'fundraising'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A call queue with its own share of Connect. */
export const LANES = ['urgent', 'routine'] as const;
export type Lane = (typeof LANES)[number];

/** Emergencies and closures do not wait for routine calls (promise P8). */
export function laneOf(purpose: Purpose): Lane {
  return purpose === 'emergency' || purpose === 'closure' ? 'urgent' : 'routine';
}
