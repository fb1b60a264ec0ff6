import type { HomeLanguage } from './names.ts';

export interface SampleStudent {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly schoolId: string;
  readonly grade: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly familyId: string;
  /** E.164; a minor's own phone, which is nobody's guardian number. */
  readonly ownPhone?: string;
}

export interface SampleNumber {
  readonly e164: string;
  readonly kind: 'cell' | 'home' | 'work';
}

export type Answer = 'yes' | 'no' | '';

export interface SampleContact {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly relationship: string;
  readonly language: HomeLanguage;
  readonly familyId: string;
  /** In call order, one or two. */
  readonly numbers: readonly SampleNumber[];
  readonly priority: number;
  readonly legalGuardian: boolean;
  readonly emergencyOnly: boolean;
  /** Students this contact may not be called about (court order). */
  readonly restrictedFor: readonly string[];
  readonly consent: {
    readonly attendance: Answer;
    readonly event: Answer;
    readonly survey: Answer;
    readonly fundraising: Answer;
    /** YYYY-MM-DD; empty where nothing was answered. */
    readonly date: string;
    readonly form: string;
  };
}

export interface SampleFamily {
  readonly id: string;
  readonly language: HomeLanguage;
  readonly twoHomes: boolean;
  readonly students: readonly SampleStudent[];
  readonly contacts: readonly SampleContact[];
}
