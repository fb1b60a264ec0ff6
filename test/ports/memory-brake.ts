import { countSilenced, type SilenceBrake, type Silenced, type SilencingWay } from '../../shared/consent/silence-brake.ts';

/** What has silenced emergencies, in memory. @param commit wraps the write, as a power cut would */
export function memoryBrake(
  taken = new Map<SilencingWay, readonly Silenced[]>(),
  commit: <T>(act: () => T) => T = (act) => act(),
): SilenceBrake {
  return {
    pass: async (way, asked, limit) => {
      const before = taken.get(way) ?? [];
      const counts = countSilenced(before, asked, limit);
      if (counts !== undefined && !before.some(({ id }) => id === asked.id)) commit(() => void taken.set(way, counts));
      return counts !== undefined;
    },
  };
}
