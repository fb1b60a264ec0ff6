/** What the book knows of one phone of a contact. Sealed at rest. */
export interface ContactNumber {
  /** E.164. */
  readonly e164: string;
  /** HMAC of the number under the district's pepper; the only form outside sealed blobs. */
  readonly numberKey: string;
  readonly label: 'home' | 'cell' | 'work' | 'other' | 'unknown';
  /** Line type from numbering-plan metadata; `unknown` is treated as wireless (T-02). */
  readonly lineType: 'mobile' | 'landline' | 'unknown';
  /** ISO 3166-1 alpha-2 of the number's country, where one is known. */
  readonly country?: string;
}

/** How a contact stands to one student: flags belong to the edge, never to the person (ROSTER §10). */
export interface Edge {
  readonly studentKey: string;
  readonly schoolIds: readonly string[];
  readonly relationship: string;
  /** May not be called about this student, emergencies included; the reason is for the office only. */
  readonly restricted: boolean;
  /** Not a guardian: may be called in an emergency only, and only where the district opted in. */
  readonly emergencyOnly: boolean;
  /** Call order among the student's contacts, 1 first. */
  readonly priority: number;
  /** What else narrows this edge. Absent: nothing. */
  readonly limits?: readonly EdgeLimit[];
  /** The export restricts it no longer; the restriction holds until a named person has cleared it. Absent: no. */
  readonly clearing?: true;
  /** Restricted for no other reason than that the contacts are silent about this person: held, and no order (ADR 35). Absent: no. */
  readonly unlisted?: true;
  /** YYYY-MM-DD: the student's 18th birthday, on which the rights pass to them (34 CFR 99.5). Absent: the export has no date. */
  readonly adultFrom?: string;
  /** No date of birth, but a grade in which nobody is 18. */
  readonly minorByGrade?: true;
}

/** Whether somebody has said that this person may not be called about the student, rather than nobody having said anything. */
export function isOrder({ restricted, unlisted }: Pick<Edge, 'restricted' | 'unlisted'>): boolean {
  return restricted && unlisted !== true;
}

/** `never`: only listed, e.g. for pick-up. `no-routine`: emergencies and closures only. `no-location`: nothing that says where. */
export const EDGE_LIMITS = ['never', 'no-routine', 'no-location'] as const;
export type EdgeLimit = (typeof EDGE_LIMITS)[number];

/** What either of two says, in one order; absent where neither says anything. */
export function limitsOfBoth(one: Pick<Edge, 'limits'>, other: Pick<Edge, 'limits'>): Pick<Edge, 'limits'> {
  const limits = EDGE_LIMITS.filter((limit) => one.limits?.includes(limit) || other.limits?.includes(limit));
  return limits.length === 0 ? {} : { limits };
}

/** A person who may be called. Sealed at rest; the roster owns it, and only the roster writes it. */
export interface Contact {
  /** Pseudonym: HMAC of the SIS contact id. */
  readonly contactKey: string;
  readonly role: 'guardian' | 'student' | 'staff' | 'other';
  readonly givenName: string;
  readonly familyName: string;
  /** BCP 47, or `und`. */
  readonly language: string;
  /** In call order. */
  readonly numbers: readonly ContactNumber[];
  readonly edges: readonly Edge[];
  /** Of staff: ids of the schools they work at; none for the central office. Absent: they do not work here. */
  readonly worksAt?: readonly string[];
  /** Whether the district collected the numbers for school contact (FCC 16-88 ¶ 23 ff.; B-02). */
  readonly givenForSchoolContact: boolean;
  /** Random ids that link the audit trail to this person; erasing the contact breaks the link. */
  readonly auditSubject: string;
  /** Random key, base64, under which this contact's numbers are named in the audit trail. */
  readonly auditNumberKey: string;
}

/** One student, as far as calling needs: no name is kept. Sealed at rest. */
export interface Student {
  readonly studentKey: string;
  readonly sisId: string;
  readonly schoolIds: readonly string[];
  readonly grade: string;
  /** YYYY-MM-DD; kept only to find the 18th birthday. */
  readonly birthDate?: string;
  /** Contacts in call order. */
  readonly contactKeys: readonly string[];
}
