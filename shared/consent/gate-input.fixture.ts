import type { Purpose } from '../notices/purpose.ts';
import type { GateInput, GateRecipient, NumberStops } from './gate-input.ts';

/** A guardian who gave the number for school contact and said nothing else. */
export function recipient(known: Partial<GateRecipient>): GateRecipient {
  return {
    contactKey: 'guardian',
    role: 'guardian',
    restricted: false,
    emergencyOnly: false,
    givenForSchoolContact: true,
    consent: 'none',
    ...known,
  };
}

export interface KnownInput {
  readonly purpose: Purpose;
  readonly at?: string;
  readonly cancelled?: boolean;
  readonly expiresAt?: string;
  readonly lineType?: GateInput['number']['lineType'];
  readonly undialable?: string;
  readonly zones?: readonly string[];
  readonly stops?: Partial<NumberStops> | 'unreadable';
  readonly recipients?: readonly GateRecipient[];
  readonly exemptCalls?: GateInput['exemptCalls'];
  readonly profile?: GateInput['settings']['profile'];
  readonly callingHours?: GateInput['settings']['callingHours'];
  readonly callEmergencyOnlyContacts?: boolean;
}

/** A Tuesday, 10:15 in Chicago; a mobile that may be dialed; nobody asked for anything. */
export function gateInput(known: KnownInput): GateInput {
  const nothing: NumberStops = { notMyNumber: false, allButEmergencies: false, emergencies: false, purposes: [] };
  const { stops = nothing } = known;
  return {
    at: known.at ?? '2026-11-24T16:15:00.000Z',
    notice: {
      purpose: known.purpose,
      cancelled: known.cancelled ?? false,
      expiresAt: known.expiresAt ?? '2026-11-25T23:00:00.000Z',
    },
    number: {
      lineType: known.lineType ?? 'mobile',
      zones: known.zones ?? ['America/Chicago'],
      ...(known.undialable === undefined ? {} : { undialable: known.undialable }),
    },
    stops: stops === 'unreadable' ? stops : { ...nothing, ...stops },
    recipients: known.recipients ?? [recipient({})],
    consentVersion: 3,
    exemptCalls: known.exemptCalls ?? 0,
    settings: {
      profile: known.profile ?? 'strict',
      callingHours: known.callingHours ?? { start: '08:00', end: '21:00' },
      callEmergencyOnlyContacts: known.callEmergencyOnlyContacts ?? false,
    },
  };
}
