import type { NumberStops } from '../shared/consent/gate-input.ts';
import type { Purpose } from '../shared/notices/purpose.ts';

/** What stands on a number, in words for the desk. */
export function stopWords(stops: NumberStops | 'unreadable'): string {
  if (stops === 'unreadable') return 'the opt-out record does not open: nobody is called but in an emergency; treat as tampering';
  const parts = [
    ...(stops.notMyNumber ? ['not my number: nothing rings, emergencies neither, until the office verifies it'] : []),
    ...(stops.emergencies ? ['everything stopped, emergencies too'] : []),
    ...(stops.allButEmergencies ? ['everything but emergencies stopped'] : []),
    ...stops.purposes.map((purpose) => `${purpose} stopped`),
  ];
  return parts.length === 0 ? 'no opt-out' : parts.join('; ');
}

/** Whether a stop keeps calls of this purpose from the number, whatever was agreed to. */
export function forbids(stops: NumberStops | 'unreadable', purpose: Purpose): boolean {
  if (stops === 'unreadable') return purpose !== 'emergency';
  if (stops.notMyNumber || stops.emergencies || stops.purposes.includes(purpose)) return true;
  return stops.allButEmergencies && purpose !== 'emergency';
}
