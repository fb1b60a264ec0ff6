import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DistrictSettings } from '../district/settings.ts';
import { type Telling, tellingParts, wordsToAnswerFor } from './lint.ts';
import { type Beside, isAnsweredFor, type MessageProblem, messageProblems } from './message-problems.ts';
import type { Message, WordsChecked } from './notice.ts';
import type { RaisedDetail } from './notice-request.ts';
import { laneOf, type Purpose } from './purpose.ts';
import { type Rejection, SEND_ANYWAY } from './rejection.ts';

export type Worded =
  | {
      readonly kind: 'message';
      readonly message: Message;
      /** What the call is held to: the declared one, or the stricter one that the words gave away (B-04). */
      readonly purpose: Purpose;
      /** The word of our lists that made more of it. */
      readonly word?: string;
      /** Who answered for words of our lists, and for which; absent where there were none. */
      readonly wordsChecked?: WordsChecked;
    }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

const sealedMessage = z.record(
  z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/),
  z.union([
    z.strictObject({ text: z.string().min(1).max(2_000) }),
    z.strictObject({ recording: z.string().startsWith('s3://') }),
  ]),
);

/** Who answers for the words of a message, in the event that raises it. */
type Statement = RaisedDetail['wordsChecked'];

/** The approved message of that name. Its `{school}` stays: answer-call fills in the school of the family it speaks to. */
export function approvedMessage(name: string, purpose: Purpose, settings: DistrictSettings, said?: Statement): Worded {
  const approved = Object.hasOwn(settings.messages, name) ? settings.messages[name] : undefined;
  if (approved === undefined) return rejected(unknownMessage(name, settings));
  if (approved.purpose !== purpose)
    return rejected({
      code: 'MESSAGE_OF_ANOTHER_PURPOSE',
      field: 'message.name',
      problem: `The message ${name} is approved for ${approved.purpose}, the notice is for ${purpose}.`,
      suggestion: 'Consent is given per purpose: raise the notice with the purpose of its message.',
    });
  const { texts, individualCaller, wordsChecked } = approved;
  const beside = { individualCaller, answeredFor: said === undefined ? wordsChecked?.words : ('all' as const) };
  const inSettings = wordsChecked === undefined ? undefined : { by: 'settings', note: sha256(wordsChecked.by) };
  return checked(texts as Message, purpose, settings, beside, said ?? inSettings);
}

/** A message that came sealed with the event. @param opened what the envelope held */
export function openedMessage(opened: unknown, purpose: Purpose, settings: DistrictSettings, said?: Statement): Worded {
  const parsed = sealedMessage.safeParse(opened);
  const beside = said === undefined ? {} : { answeredFor: 'all' as const };
  return parsed.success ? checked(parsed.data as Message, purpose, settings, beside, said) : rejected(unreadableMessage());
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

function checked(message: Message, declared: Purpose, settings: DistrictSettings, beside: Beside, statement: Statement): Worded {
  const { default: fallback } = settings.languages;
  if (message[fallback] === undefined)
    return rejected({
      code: 'LANGUAGE_MISSING',
      field: 'message',
      problem: `The message has no words in ${fallback}, the language everybody hears who has no other.`,
      suggestion: `Add the language ${fallback}.`,
    });
  const words = wordsToAnswerFor(message);
  const answered = declared === 'emergency' && words.every((word) => isAnsweredFor(word, declared, beside));
  const part = answered ? undefined : tellingParts(declared, message)[0];
  const purpose = part?.purpose ?? declared;
  const [problem] = messageProblems(message, purpose, settings, beside).filter(({ code }) => keeps(code, purpose));
  if (problem !== undefined) return rejected(withWayPast(rejectionOf(problem, declared, part), declared, part));
  return {
    ...{ kind: 'message', message, purpose },
    ...(part === undefined ? {} : { word: part.word }),
    ...(answered && statement !== undefined && words.length > 0 ? { wordsChecked: { ...statement, words } } : {}),
  };
}

function rejectionOf(problem: MessageProblem, declared: Purpose, part: Telling | undefined): Rejection {
  return part === undefined || problem.code !== 'INDIVIDUAL_CALLER_MISSING' ? rejectionFor(problem) : mixed(declared, part);
}

/** What keeps an emergency back because of a word of our lists goes out when somebody answers for that word. */
function withWayPast(rejection: Rejection, declared: Purpose, part: Telling | undefined): Rejection {
  const word = rejection.word ?? part?.word;
  if (declared !== 'emergency' || word === undefined) return rejection;
  return { ...rejection, word, suggestion: `${rejection.suggestion} ${SEND_ANYWAY}` };
}

/** An emergency that takes too long to say is said all the same. */
function keeps(code: MessageProblem['code'], purpose: Purpose): boolean {
  return code !== 'TOO_LONG' || laneOf(purpose) !== 'urgent';
}

function rejectionFor({ code, language, problem, suggestion, word }: MessageProblem): Rejection {
  const field = language === undefined ? 'message' : `message.${language}`;
  return { code, field, problem, suggestion, ...(word === undefined ? {} : { word }) };
}

/** Held to its strictest part it would be a call that must say by name who is calling, which it does not. */
function mixed(declared: Purpose, { purpose, language, word }: Telling): Rejection {
  return {
    code: 'PURPOSE_MIXED',
    field: `message.${language}`,
    word,
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

/** A name is no part of what lies in the trail; whoever has it can show that it is the one. */
const sha256 = (name: string): string => createHash('sha256').update(name, 'utf8').digest('hex');

const rejected = (rejection: Rejection): Worded => ({ kind: 'rejected', rejection });
