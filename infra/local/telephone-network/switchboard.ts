import type { FlowDocument } from './flow/document.ts';
import type { AnsweredBy } from './profile.ts';
import type { LineEnd } from './ring.ts';

/** What detection of answering machines says about a call; `waitsForBeep`: the flow goes on only after it. */
export interface Detection {
  readonly waitsForBeep: boolean;
}

/** What answers of machine detection a flow can branch on. */
export type Detected = 'CallAnswered' | 'VoicemailBeep' | 'VoicemailNoBeep' | 'NotDetected';

/** What the network needs of whoever places the call: the exchange that runs the contact flow. */
export interface Switchboard {
  /** `Details.ContactData` of a function's event, and what `$.…` refers to. Read anew each time. */
  contactData(): Readonly<Record<string, unknown>>;
  setAttributes(attributes: Readonly<Record<string, string>>): void;
  setLanguage(code: string): void;
  /** Resolves with what the function returned. Rejects when it may not be called, fails, or takes longer than the limit. */
  invoke(functionArn: string, event: unknown, limitMs: number): Promise<unknown>;
  connected(): void;
  detected(status: Detected): void;
  ended(how: { readonly answeredBy: AnsweredBy; readonly end: LineEnd }): void;
}

/** One call to be placed. */
export interface Order {
  readonly contactId: string;
  readonly name: string;
  readonly number: string;
  readonly callerId: string;
  readonly flow: FlowDocument;
  /** From the first ring. */
  readonly ringTimeoutSeconds: number;
  /** Until the destination's network answers; with 0 a dead number is reported before `dial` returns. Default 1–3 s by chance. */
  readonly setupMs?: number;
  readonly detection?: Detection;
  readonly switchboard: Switchboard;
}
