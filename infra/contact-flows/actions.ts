import type { FlowAction } from './flow.ts';

/*
 * One function per action, with the transitions it must have as parameters: an error branch cannot be forgotten.
 * Numbers and booleans are strings in this language; a value is wholly static or wholly one JSONPath.
 */

/** What is heard while keys are listened for: SSML, or an audio file in S3; either may be a JSONPath. */
export type Sound = { readonly ssml: string } | { readonly recording: string };

/** Flow logs would write texts and attributes to CloudWatch. */
export function silenceLogs(name: string, next: string): FlowAction {
  return {
    Identifier: name,
    Type: 'UpdateFlowLoggingBehavior',
    Parameters: { FlowLoggingBehavior: 'Disabled' },
    Transitions: { NextAction: next },
  };
}

export interface Invocation {
  readonly lambdaArn: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly next: string;
  readonly failed: string;
}

/** Asks a function and waits for its flat answer, 8 s at most; the answer stands under `$.External` until the next one. */
export function invoke(name: string, { lambdaArn, parameters, next, failed }: Invocation): FlowAction {
  return {
    Identifier: name,
    Type: 'InvokeLambdaFunction',
    Parameters: {
      LambdaFunctionARN: lambdaArn,
      InvocationTimeLimitSeconds: '8',
      InvocationType: 'SYNCHRONOUS',
      LambdaInvocationAttributes: parameters,
      ResponseValidation: { ResponseType: 'STRING_MAP' },
    },
    Transitions: { NextAction: next, Errors: [{ ErrorType: 'NoMatchingError', NextAction: failed }] },
  };
}

/** Branches on the exact value of one JSONPath. */
export function compare(name: string, value: string, cases: Readonly<Record<string, string>>, otherwise: string): FlowAction {
  return {
    Identifier: name,
    Type: 'Compare',
    Parameters: { ComparisonValue: value },
    Transitions: {
      NextAction: otherwise,
      Errors: [{ ErrorType: 'NoMatchingCondition', NextAction: otherwise }],
      Conditions: equals(cases),
    },
  };
}

/** Sets the voice; where the voice or its engine does not exist, Connect's own speaks instead of nobody. */
export function speakAs(name: string, voice: string, engine: string, next: string): FlowAction {
  return {
    Identifier: name,
    Type: 'UpdateContactTextToSpeechVoice',
    Parameters: { TextToSpeechVoice: voice, TextToSpeechEngine: engine },
    Transitions: { NextAction: next, Errors: [{ ErrorType: 'NoMatchingError', NextAction: next }] },
  };
}

/** Leads to `again` `times` times, then to `done`. */
export function loop(name: string, times: number, again: string, done: string): FlowAction {
  return {
    Identifier: name,
    Type: 'Loop',
    Parameters: { LoopCount: String(times) },
    Transitions: { NextAction: done, Conditions: equals({ ContinueLooping: again, DoneLooping: done }) },
  };
}

export interface Listening {
  readonly sound: Sound;
  /** How long keys are awaited after the last word, 1 to 180 s. */
  readonly seconds: number;
  readonly keys: Readonly<Record<string, string>>;
  readonly silence: string;
  readonly otherKey: string;
  readonly failed: string;
}

/** Speaks and listens at once: keys pressed while `MessageParticipant` plays would be lost, so nothing here uses that. */
export function listen(name: string, { sound, seconds, keys, silence, otherKey, failed }: Listening): FlowAction {
  const heard =
    'ssml' in sound ? { SSML: sound.ssml } : { Media: { Uri: sound.recording, SourceType: 'S3', MediaType: 'Audio' } };
  return {
    Identifier: name,
    Type: 'GetParticipantInput',
    Parameters: { ...heard, InputTimeLimitSeconds: String(seconds), StoreInput: 'False' },
    Transitions: {
      NextAction: silence,
      Errors: [
        { ErrorType: 'InputTimeLimitExceeded', NextAction: silence },
        { ErrorType: 'NoMatchingCondition', NextAction: otherKey },
        { ErrorType: 'NoMatchingError', NextAction: failed },
      ],
      Conditions: equals(keys),
    },
  };
}

export interface Gathering {
  readonly sound: Sound & { readonly ssml: string };
  /** How long the first digit is awaited after the last word, 1 to 180 s. */
  readonly seconds: number;
  /** One more than is needed: else `#` at the end would be heard by whatever comes next. */
  readonly longest: number;
  readonly next: string;
  readonly failed: string;
}

/** Gathers digits up to `#`; they stand under `$.StoredCustomerInput`, `Timeout` where nothing was typed. The contact record keeps none of it. */
export function gather(name: string, { sound, seconds, longest, next, failed }: Gathering): FlowAction {
  return {
    Identifier: name,
    Type: 'GetParticipantInput',
    Parameters: {
      SSML: sound.ssml,
      InputTimeLimitSeconds: String(seconds),
      StoreInput: 'True',
      InputValidation: { CustomValidation: { MaximumLength: String(longest) } },
    },
    Transitions: { NextAction: next, Errors: [{ ErrorType: 'NoMatchingError', NextAction: failed }] },
  };
}

/** Connect keeps attributes for 24 months: nothing but a digit may stand here. */
export function mark(name: string, attributes: Readonly<Record<string, string>>, next: string): FlowAction {
  return {
    Identifier: name,
    Type: 'UpdateContactAttributes',
    Parameters: { Attributes: attributes, TargetContact: 'Current' },
    Transitions: { NextAction: next, Errors: [{ ErrorType: 'NoMatchingError', NextAction: next }] },
  };
}

export function hangUp(name: string): FlowAction {
  return { Identifier: name, Type: 'DisconnectParticipant', Parameters: {}, Transitions: {} };
}

function equals(cases: Readonly<Record<string, string>>) {
  return Object.entries(cases).map(([operand, next]) => ({
    NextAction: next,
    Condition: { Operator: 'Equals' as const, Operands: [operand] },
  }));
}
