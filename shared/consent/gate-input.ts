import type { Basis } from '../calls/call.ts';
import type { EdgeLimit } from '../contacts/contact.ts';
import type { Purpose } from '../notices/purpose.ts';

/** One recipient behind the number, as far as the gate may know: pseudonyms and flags only, so that it can be recorded. */
export interface GateRecipient {
  readonly contactKey: string;
  readonly role: 'guardian' | 'student' | 'staff' | 'other';
  /** Restricted for at least one student this call is about, or for any student of the audience's schools. */
  readonly restricted: boolean;
  /**
   * About one of these students the contacts of the school are silent on this person, who is listed elsewhere as a guardian: nobody has
   * said that they are barred, and nobody that they are not. Absent: no.
   */
  readonly unlisted?: true;
  readonly emergencyOnly: boolean;
  /** Limits that hold for every student this call is about. */
  readonly limits: readonly EdgeLimit[];
  /** Of a student's own phone: whether they are 18 today in the district's zone. Everybody else is an adult. */
  readonly age: 'adult' | 'minor' | 'unknown';
  /** Of a parent: `passed` when every student this call is about is 18 and nothing on record keeps the parent's rights (F-08). */
  readonly rights: 'held' | 'passed' | 'unknown';
  readonly givenForSchoolContact: boolean;
  /** Consent for this notice's purpose on this number. `unreadable`: the record did not open, so it counts as unknown. */
  readonly consent: ConsentState;
  /** On a minor's own phone: what a guardian said for it. Else `none`. */
  readonly guardianConsent: ConsentState;
  /** What the Reassigned Numbers Database last said, asked with the date of this person's consent (N-01 to N-05). */
  readonly reassigned: 'no' | 'yes' | 'no-data' | 'stale' | 'never-asked';
}

/**
 * Somebody else who has the phone. The call is not for them, and what they may not hear is not said to a phone of theirs.
 * `consent` is `unreadable` where their entry or their record does not open: an order may stand in it.
 */
export interface Bystander extends Pick<GateRecipient, 'restricted' | 'unlisted' | 'limits'> {
  readonly consent: 'none' | 'unreadable';
}

export type ConsentState = 'granted' | 'revoked' | 'none' | 'unreadable';

/** An earlier ring of this number, whoever it belonged to; retries are rings of their own. */
export interface PastRing {
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly purpose: Purpose;
  readonly basis: Basis;
  readonly noticeId: string;
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

/** What a district decides of the gate; a looser wish never gets here (see `shared/district`). */
export interface GateSettings {
  readonly profile: 'strict' | 'us-law';
  /** IANA zone of the district: it must be open there too, and holidays are days of its calendar. */
  readonly timezone: string;
  readonly callingHours: { readonly start: string; readonly end: string };
  readonly callEmergencyOnlyContacts: boolean;
  /** Local hours on top of `callingHours` in which nothing but emergencies rings. */
  readonly quietHours: readonly { readonly start: string; readonly end: string }[];
  /** YYYY-MM-DD in `timezone`: no calls but emergencies and closures. */
  readonly holidays: readonly string[];
  /** Routine calls a number may get in seven days. */
  readonly weeklyRoutineCalls: number;
  /** Whether a call that rests on consent needs a fresh `no` of the Reassigned Numbers Database. */
  readonly reassignedNumbers: 'off' | 'required';
  /** Purposes that the district holds to explicit consent, beyond its profile. */
  readonly explicitConsentFor: readonly Purpose[];
}

/** Everything the gate looks at; recorded with its decision, so that it can be decided again years later. */
export interface GateInput {
  /** RFC 3339 UTC: the moment of the decision. */
  readonly at: string;
  readonly notice: {
    readonly noticeId: string;
    readonly purpose: Purpose;
    readonly cancelled: boolean;
    readonly expiresAt: string;
    /** The words say where students are: a bus, a reunification site. */
    readonly saysWhere: boolean;
    /** Of an absence: its state now, the worst of the students this call is about (B-08). Absent: it is about no absence. */
    readonly absence?: 'unexcused' | 'excused' | 'unknown';
  };
  readonly number: {
    readonly lineType: 'mobile' | 'landline' | 'unknown';
    /** Absent: callable. Else why the number may not be dialed (P9): `country`, `premium`, `satellite`, `invalid` … */
    readonly undialable?: string;
    /** IANA zones the number may lie in, the district's among them; all must be within calling hours. */
    readonly zones: readonly string[];
    /** Two-letter states the number may lie in, the district's among them; every one's overlay holds. */
    readonly states: readonly string[];
  };
  /** `unreadable`: the opt-out record did not open. */
  readonly stops: NumberStops | 'unreadable';
  readonly recipients: readonly GateRecipient[];
  readonly bystanders: readonly Bystander[];
  /** Sum of versions of every consent and opt-out item read. */
  readonly consentVersion: number;
  /** Rings of the last 31 days, oldest first, the newest 40 at most; `unknown` when they could not be read. */
  readonly history: readonly PastRing[] | 'unknown';
  readonly settings: GateSettings;
}
