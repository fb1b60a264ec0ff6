import { z } from 'zod';
import type { DistrictSettings } from '../district/settings.ts';
import type { Message } from './notice.ts';
import type { Purpose } from './purpose.ts';
import type { Rejection } from './rejection.ts';

export type Worded =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

const sealedMessage = z.record(
  z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/),
  z.union([
    z.strictObject({ text: z.string().min(1).max(2_000) }),
    z.strictObject({ recording: z.string().startsWith('s3://') }),
  ]),
);

/** A blank that nobody filled would be spoken as it stands (FIELD A2, 18). */
const BLANK = /\{[^}]*\}|<<[^>]*>>|\[[A-Z_ ]+\]/;

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
  return checked(approved.texts as Message, settings);
}

/** A message that came sealed with the event. @param opened what the envelope held */
export function openedMessage(opened: unknown, settings: DistrictSettings): Worded {
  const parsed = sealedMessage.safeParse(opened);
  return parsed.success ? checked(parsed.data as Message, settings) : rejected(unreadableMessage());
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

function checked(message: Message, settings: DistrictSettings): Worded {
  const { default: fallback } = settings.languages;
  if (message[fallback] === undefined)
    return rejected({
      code: 'LANGUAGE_MISSING',
      field: 'message',
      problem: `The message has no words in ${fallback}, the language everybody hears who has no other.`,
      suggestion: `Add the language ${fallback}.`,
    });
  const blank = Object.entries(message).find(([, { text }]) => text !== undefined && BLANK.test(text.replaceAll('{school}', '')));
  if (blank === undefined) return { kind: 'message', message };
  return rejected({
    code: 'BLANK_UNFILLED',
    field: `message.${blank[0]}`,
    problem: 'The message has a blank that was not filled in; it would be spoken as it stands.',
    suggestion: 'Fill it in. Only {school} is filled by itself.',
  });
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
