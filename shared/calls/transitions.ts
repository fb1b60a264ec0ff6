import { type Basis, type Call, FINAL_STATES, type FinalState, type OpenState, type Outcome } from './call.ts';

/**
 * Everything that can happen to a call. `due` and `until` are RFC 3339: when a sweeper must look at the call again.
 *
 * `release`: a call on standby is let go, because an earlier number failed. `resume`: a call goes back to its lane, because its
 * time has come or because its message seems lost.
 * `dial`: the lock before Connect is asked. `place`: the contact of the ring is known. `undial`: it is proven that nothing rang.
 * `retry`: the line has said how the attempt ended, and there will be another. `press`: whoever answered pressed a key.
 */
export type CallEvent =
  | { readonly kind: 'release'; readonly due: string }
  | { readonly kind: 'defer'; readonly until: string; readonly rule: string }
  | { readonly kind: 'resume'; readonly due: string }
  | { readonly kind: 'dial'; readonly basis: Basis; readonly due: string; readonly listener?: Uint8Array }
  | { readonly kind: 'place'; readonly contactId: string; readonly due: string }
  | { readonly kind: 'undial'; readonly due: string }
  | Retry
  | { readonly kind: 'press'; readonly key: string; readonly contactId?: string }
  | { readonly kind: 'end'; readonly state: FinalState; readonly outcome?: Outcome; readonly rule?: string };

/** Another attempt, not before `notBefore`: waiting in its lane (`planned`), or, where that is too long, in the table (`deferred`). */
export interface Retry {
  readonly kind: 'retry';
  readonly outcome: Outcome;
  readonly to: 'planned' | 'deferred';
  readonly notBefore: string;
  readonly due: string;
  readonly unrung: boolean;
}

/** `already-final`: nothing moves a call that has ended (P4). `not-from-here`: the event does not belong to this state. */
export type Step =
  | { readonly kind: 'moved'; readonly call: Call }
  | { readonly kind: 'refused'; readonly why: 'already-final' | 'not-from-here' };

const IN_FLIGHT: readonly OpenState[] = ['dialing', 'placed'];
const ENDS_FROM: Readonly<Record<FinalState, readonly OpenState[]>> = {
  confirmed: IN_FLIGHT,
  delivered: IN_FLIGHT,
  'not-delivered': IN_FLIGHT,
  refused: ['planned'],
  rehearsed: ['planned'],
  'not-needed': ['standby', 'planned', 'deferred'],
  // Never while a phone may be ringing: the line must say first how that ended.
  expired: ['planned', 'standby', 'deferred'],
  cancelled: ['planned', 'standby', 'deferred'],
};
const FROM: Readonly<Record<Exclude<CallEvent['kind'], 'end'>, readonly OpenState[]>> = {
  release: ['standby'],
  defer: ['planned'],
  resume: ['deferred', 'planned'],
  dial: ['planned'],
  place: ['dialing'],
  undial: ['dialing'],
  retry: IN_FLIGHT,
  press: IN_FLIGHT,
};

export function isFinal(call: Pick<Call, 'state'>): boolean {
  return FINAL_STATES.some((state) => state === call.state);
}

/** Whether a phone may be ringing, or somebody be listening, because of this call. */
export function isInFlight(call: Pick<Call, 'state'>): boolean {
  return IN_FLIGHT.some((state) => state === call.state);
}

/**
 * The call after the event, or why the event cannot happen to it. Pure; the store makes it durable, on the condition that
 * the call still has the version it was read with, so that of two who dial the same attempt only one gets through (P3).
 */
export function step(call: Call, event: CallEvent): Step {
  if (isFinal(call)) return { kind: 'refused', why: 'already-final' };
  const from = event.kind === 'end' ? ENDS_FROM[event.state] : FROM[event.kind];
  if (!from.some((state) => state === call.state)) return { kind: 'refused', why: 'not-from-here' };
  return { kind: 'moved', call: { ...after(call, event), version: call.version + 1 } };
}

function after(call: Call, event: CallEvent): Call {
  switch (event.kind) {
    case 'release':
    case 'resume':
      return { ...call, state: 'planned', due: event.due };
    case 'defer':
      return { ...call, state: 'deferred', due: event.until, rule: event.rule };
    case 'dial':
      return dialing(call, event);
    case 'place':
      return { ...call, state: 'placed', contactId: event.contactId, due: event.due };
    case 'undial':
      return { ...call, state: 'planned', due: event.due, unrung: (call.unrung ?? 0) + 1 };
    case 'retry': {
      const unrung = (call.unrung ?? 0) + (event.unrung ? 1 : 0);
      const { to: state, due, notBefore, outcome } = event;
      return { ...call, state, due, notBefore, outcome, ...(unrung > 0 ? { unrung } : {}) };
    }
    case 'press':
      return pressed(call, event);
    case 'end':
      return ended(call, event);
  }
}

/** A new attempt starts with a clean slate: contact, listener, outcome and key belong to the ring before. */
function dialing(call: Call, { basis, due, listener }: Extract<CallEvent, { kind: 'dial' }>): Call {
  const {
    contactId: _contact,
    listener: _listener,
    outcome: _outcome,
    key: _key,
    rule: _rule,
    notBefore: _notBefore,
    ...rest
  } = call;
  return { ...rest, state: 'dialing', attempt: call.attempt + 1, basis, due, ...(listener === undefined ? {} : { listener }) };
}

/** A key proves that the ring was answered, so a call still `dialing` is `placed` from here on. */
function pressed(call: Call, event: Extract<CallEvent, { kind: 'press' }>): Call {
  const contactId = event.contactId ?? call.contactId;
  if (contactId === undefined) return { ...call, key: event.key };
  return { ...call, state: 'placed', key: event.key, contactId };
}

function ended(call: Call, event: Extract<CallEvent, { kind: 'end' }>): Call {
  const { due: _due, notBefore: _notBefore, ...rest } = call;
  return {
    ...rest,
    state: event.state,
    ...(event.outcome === undefined ? {} : { outcome: event.outcome }),
    ...(event.rule === undefined ? {} : { rule: event.rule }),
  };
}
