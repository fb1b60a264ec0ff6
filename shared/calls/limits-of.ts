import type { DistrictSettings } from '../district/settings.ts';
import type { PaceLimits } from './pace.ts';

/** The quotas of a district's Connect instance, as its settings state them. */
export function limitsOf({ connect }: Pick<DistrictSettings, 'connect'>): PaceLimits {
  return { perSecond: connect.callsPerSecond, concurrent: connect.concurrentCalls, routineShare: connect.routineShare };
}
