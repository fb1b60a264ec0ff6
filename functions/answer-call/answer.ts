import type { Call } from '../../shared/calls/call.ts';
import type { Listener } from '../../shared/calls/listener.ts';
import type { Clock } from '../../shared/clock/clock.ts';
import { mayStopOnePurpose } from '../../shared/consent/number-stops.ts';
import type { DistrictSettings } from '../../shared/district/settings.ts';
import { type Chosen, choose } from '../../shared/notices/choose-wording.ts';
import type { Message, Notice } from '../../shared/notices/notice.ts';
import { placeOf } from '../../shared/notices/place-of.ts';
import { aroundRecording, type Speech, thanks, wholePass } from '../../shared/notices/speech.ts';

/** Everything one answered call is about. */
export interface SpokenCall {
  readonly call: Call;
  readonly notice: Notice;
  readonly message: Message;
  /** Whom it is for, as the gate saw it; absent for a call that was never dialed. */
  readonly listener: Listener | undefined;
}

export interface AnswerPorts {
  readonly clock: Clock;
  readonly settings: DistrictSettings;
  /** Call, notice, opened message and listener in one consistent read; absent when there is no such call or notice. */
  readonly spokenCall: (callId: string) => Promise<SpokenCall | undefined>;
  /** Counts what the district should hear of. */
  readonly count: (name: 'SilentAnswer' | 'LanguageFallback') => void;
}

/**
 * What the contact flow finds under `$.External`, strings only. `silent`: hang up without a word. `recording`: `announcement`
 * comes before the recording and `closing` after it; `framed`: so they do, and are addresses of recordings themselves; for `text`,
 * `announcement` is all of it.
 */
export type Answer = { readonly kind: 'silent' } | FullAnswer;

export type FullAnswer = {
  readonly kind: 'text' | 'recording' | 'framed';
  readonly announcement: string;
  readonly recording: string;
  readonly closing: string;
  readonly voice: string;
  readonly engine: string;
  readonly language: string;
  readonly offer8: 'yes' | 'no';
  readonly thanks: string;
};

/**
 * Somebody has picked up: says what they are to hear. One read, and nothing remembered between calls that may change:
 * a notice cancelled or expired meanwhile is not spoken.
 * @throws whatever keeps it from reading; the flow then says by itself who calls and the number to ring.
 */
export async function answer(ports: AnswerPorts, callId: string): Promise<Answer> {
  const spoken = await ports.spokenCall(callId);
  if (spoken === undefined || !stands(spoken.notice, ports.clock)) return silent(ports);
  const wanted = languageOf(spoken.listener);
  const named = namedCaller(spoken.call, spoken.notice, ports.settings) !== undefined;
  const chosen = choose(spoken.message, wanted, ports.settings, { purpose: spoken.notice.purpose, named });
  if (chosen === undefined) return silent(ports);
  if (wanted !== undefined && isForeign(chosen, wanted)) ports.count('LanguageFallback');
  return fullAnswer(chosen, speechOf(ports, spoken, chosen), ports.settings);
}

/** Whether anything of it is in another language than the family's, the words around a recording too. */
function isForeign({ language, around, words }: Chosen, wanted: string): boolean {
  const isTheirs = (one: string) => wanted === one || wanted.startsWith(`${one}-`);
  if (!isTheirs(language)) return true;
  return 'recording' in words && words.frame === undefined && !isTheirs(around);
}

function silent(ports: AnswerPorts): Answer {
  ports.count('SilentAnswer');
  return { kind: 'silent' };
}

function stands(notice: Notice, clock: Clock): boolean {
  return notice.state !== 'cancelled' && notice.state !== 'rejected' && clock.now().getTime() < Date.parse(notice.expiresAt);
}

function languageOf(listener: Listener | undefined): string | undefined {
  return listener === undefined || listener.language === 'und' ? undefined : listener.language;
}

function speechOf({ clock, settings }: AnswerPorts, { call, notice, listener }: SpokenCall, { sentences }: Chosen): Speech {
  const schools = schoolsOf(notice, listener?.schoolIds ?? [], settings);
  const name = namedCaller(call, notice, settings);
  return {
    sentences,
    purpose: notice.purpose,
    caller: { schools, district: settings.district.name },
    ...(name === undefined ? {} : { individual: { name, place: placeOf(schools, settings) } }),
    callBackNumber: settings.callBackNumber,
    tollFreeNumber: settings.tollFreeNumber,
    offer8: mayStopOnePurpose(call.basis, notice.purpose, clock.now().toISOString(), settings.revokeAllFrom),
  };
}

/**
 * Who calls, by name, where the call sells or rests on no consent (47 CFR 64.1200(d)(4)); a ground that is not known counts as
 * none. Consented informational calls and emergencies name nobody.
 */
function namedCaller(
  { basis }: SpokenCall['call'],
  { purpose, messageName }: Notice,
  { messages }: DistrictSettings,
): string | undefined {
  if (purpose !== 'fundraising' && (basis === 'consent' || basis === 'emergency')) return undefined;
  return Object.hasOwn(messages, messageName) ? messages[messageName]?.individualCaller : undefined;
}

/**
 * The schools of the children this call is about, in the district's own order; those the notice is for, where it names any. Where one
 * of them is not in the settings, nobody knows what it is called: the district speaks for all.
 */
function schoolsOf({ audience }: Notice, concerned: readonly string[], settings: DistrictSettings): readonly string[] {
  const named = 'schools' in audience ? audience.schools : undefined;
  const ids = named === undefined ? concerned : named.filter((id) => concerned.includes(id) || concerned.length === 0);
  const known = settings.schools.filter(({ id }) => ids.includes(id));
  return known.length < new Set(ids).size ? [] : known.map(({ name }) => name);
}

function fullAnswer({ words, voice, engine, language }: Chosen, speech: Speech, settings: DistrictSettings): FullAnswer {
  const always = { voice, engine, language, offer8: speech.offer8 ? 'yes' : 'no', thanks: thanks(speech) } as const;
  if ('recording' in words && words.frame !== undefined) {
    const { before, after } = words.frame;
    // Nobody reads out key 8, so it is not offered.
    return { ...always, kind: 'framed', announcement: before, recording: words.recording, closing: after, offer8: 'no' };
  }
  if ('recording' in words) {
    const { before, after } = aroundRecording(speech);
    return { ...always, kind: 'recording', announcement: before, recording: words.recording, closing: after };
  }
  const text = words.text.replaceAll('{school}', placeOf(speech.caller.schools, settings));
  return { ...always, kind: 'text', announcement: wholePass(speech, text), recording: '', closing: '' };
}
