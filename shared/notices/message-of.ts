import { z } from 'zod';
import type { DistrictSettings } from '../district/settings.ts';
import { tellingPart } from './lint.ts';
import { type MessageProblem, messageProblems } from './message-problems.ts';
import type { Message } from './notice.ts';
import { laneOf, type Purpose } from './purpose.ts';
import type { Rejection } from './rejection.ts';

export type Worded =
  /** `purpose`: what the call is held to: the declared one, or the stricter one that the words gave away (B-04). */
  | { readonly kind: 'message'; readonly message: Message; readonly purpose: Purpose }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

const sealedMessage = z.record(
  z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/),
  z.union([
    z.strictObject({ text: z.string().min(1).max(2_000) }),
    z.strictObject({ recording: z.string().startsWith('s3://') }),
  ]),
);

/** The approved message of that name. Its `{school}` stays: answer-call fills in the school of the family it speaks to. */
export function approvedMessage(name: string, purpose: Purpose, settings: DistrictSettings): Worded {
  const approved = Object.hasOwn(settings.messages, name) ? settings.messages[name] : undefined;
  if (approved === undefined) return rejected(unknownMessage(name, settings));
  if (approved.purpose !== purpose)
    return rejected({
      code: 'MESSAGE_OF_ANOTHER_PURPOSE',
      field: 'message.name',
      problem: `The message ${name} is approved for ${approved.purpose}, the notice is for ${purpose}.`,
      suggestion: 'Consent is given per purpose: raise the notice with the purpose of its message.',
    });
  return checked(approved.texts as Message, purpose, settings, approved.individualCaller);
}

/** A message that came sealed with the event. @param opened what the envelope held */
export function openedMessage(opened: unknown, purpose: Purpose, settings: DistrictSettings): Worded {
  const parsed = sealedMessage.safeParse(opened);
  return parsed.success ? checked(parsed.data as Message, purpose, settings, undefined) : rejected(unreadableMessage());
}

/** Also for an envelope that does not open. */
export function unreadableMessage(): Rejection {
  return {
    code: 'MESSAGE_NOT_READABLE',
    field: 'message.sealed',
    problem: 'The sealed message does not open, or is not a message.',
    suggestion: 'Seal it for this notice id, with the key of this district: `ringfence notice raise` does both.',
  };
}

function checked(message: Message, declared: Purpose, settings: DistrictSettings, individualCaller: string | undefined): Worded {
  const { default: fallback } = settings.languages;
  if (message[fallback] === undefined)
    return rejected({
      code: 'LANGUAGE_MISSING',
      field: 'message',
      problem: `The message has no words in ${fallback}, the language everybody hears who has no other.`,
      suggestion: `Add the language ${fallback}.`,
    });
  const part = tellingPart(declared, message);
  const purpose = part?.purpose ?? declared;
  const [problem] = messageProblems(message, purpose, settings, individualCaller).filter(({ code }) => keeps(code, purpose));
  if (problem === undefined) return { kind: 'message', message, purpose };
  return rejected(
    part === undefined || problem.code !== 'INDIVIDUAL_CALLER_MISSING' ? rejectionFor(problem) : mixed(declared, part),
  );
}

/** An emergency that takes too long to say is said all the same. */
function keeps(code: MessageProblem['code'], purpose: Purpose): boolean {
  return code !== 'TOO_LONG' || laneOf(purpose) !== 'urgent';
}

function rejectionFor({ code, language, problem, suggestion }: MessageProblem): Rejection {
  return { code, field: language === undefined ? 'message' : `message.${language}`, problem, suggestion };
}

/** Held to its strictest part it would be a call that must say by name who is calling, which it does not. */
function mixed(declared: Purpose, { purpose, language, word }: NonNullable<ReturnType<typeof tellingPart>>): Rejection {
  return {
    code: 'PURPOSE_MIXED',
    field: `message.${language}`,
    problem: `The notice is for ${declared}, and its words say something of ${purpose} ("${word}"); the whole is held to its strictest part.`,
    suggestion: 'Take that part out and raise it again; one message is about one thing.',
  };
}

function unknownMessage(name: string, settings: DistrictSettings): Rejection {
  return {
    code: 'MESSAGE_UNKNOWN',
    field: 'message.name',
    problem: `The district has no approved message ${name}.`,
    suggestion: `Use one of ${Object.keys(settings.messages).join(', ')}, or add it to the settings.`,
  };
}

const rejected = (rejection: Rejection): Worded => ({ kind: 'rejected', rejection });
