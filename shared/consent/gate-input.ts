import type { Purpose } from '../notices/purpose.ts';

/** One recipient behind the number, as far as the gate may know: pseudonyms and flags only, so that it can be recorded. */
export interface GateRecipient {
  readonly contactKey: string;
  readonly role: 'guardian' | 'student' | 'staff' | 'other';
  /** Restricted for at least one student this call is about, or for any student of the audience's schools. */
  readonly restricted: boolean;
  readonly emergencyOnly: boolean;
  readonly givenForSchoolContact: boolean;
  /** Consent for this notice's purpose on this number. `unreadable`: the record did not open, so it counts as unknown. */
  readonly consent: 'granted' | 'revoked' | 'none' | 'unreadable';
}

/** What has been said on the number itself, whoever it belongs to. */
export interface NumberStops {
  readonly notMyNumber: boolean;
  /** Every call but emergencies. */
  readonly allButEmergencies: boolean;
  /** An explicit refusal of emergencies as well, by a person on the record. */
  readonly emergencies: boolean;
  /** Single purposes. */
  readonly purposes: readonly Purpose[];
}

/** Everything the gate looks at; recorded with its decision, so that it can be decided again years later. */
export interface GateInput {
  /** RFC 3339 UTC: the moment of the decision. */
  readonly at: string;
  readonly notice: { readonly purpose: Purpose; readonly cancelled: boolean; readonly expiresAt: string };
  readonly number: {
    readonly lineType: 'mobile' | 'landline' | 'unknown';
    /** Absent: callable. Else why the number may not be dialed (P9): `country`, `premium`, `satellite`, `invalid` … */
    readonly undialable?: string;
    /** IANA zones the number may lie in, the district's among them; all must be within calling hours. */
    readonly zones: readonly string[];
  };
  /** `unreadable`: the opt-out record did not open. */
  readonly stops: NumberStops | 'unreadable';
  readonly recipients: readonly GateRecipient[];
  /** Sum of versions of every consent and opt-out item read. */
  readonly consentVersion: number;
  /** Calls of basis `exempt` to this number in the last 30 days; `unknown` when not counted. */
  readonly exemptCalls: number | 'unknown';
  readonly settings: {
    readonly profile: 'strict' | 'us-law';
    readonly callingHours: { readonly start: string; readonly end: string };
    readonly callEmergencyOnlyContacts: boolean;
  };
}
