/**
 * The actions of Amazon Connect's flow language that this cloud plays, with what Connect demands of each.
 * https://docs.aws.amazon.com/connect/latest/devguide/flow-language-actions.html
 */
export interface ParameterRule {
  readonly required?: true;
  /** `static or reference`: wholly fixed or one whole `$.…`; `text`: may hold references anywhere; `reference`: one whole `$.…`. */
  readonly holds: 'static or reference' | 'text' | 'reference' | 'map of texts' | 'record';
  readonly oneOf?: readonly string[];
  /** A fixed value is a whole number written as a string, from and to. */
  readonly range?: readonly [number, number];
  /** Of a record. */
  readonly members?: Readonly<Record<string, ParameterRule>>;
}

export interface ActionRule {
  readonly parameters: Readonly<Record<string, ParameterRule>>;
  /** Exactly one of these parameters. */
  readonly exactlyOneOf?: readonly string[];
  /** All of them, and no others. */
  readonly errors: readonly string[];
  /** Conditions: none, free operators, these operands with Equals only, or exactly these. */
  readonly conditions: 'none' | 'any' | { readonly equals: readonly string[]; readonly all: boolean };
  readonly ends?: true;
}

const anyText: ParameterRule = { holds: 'text' };
const fixedOrReference: ParameterRule = { holds: 'static or reference' };
const spoken: Readonly<Record<string, ParameterRule>> = {
  Text: anyText,
  SSML: anyText,
  PromptId: fixedOrReference,
  Media: {
    holds: 'record',
    members: {
      Uri: { holds: 'text', required: true },
      SourceType: { holds: 'static or reference', required: true, oneOf: ['S3'] },
      MediaType: { holds: 'static or reference', required: true, oneOf: ['Audio'] },
    },
  },
};
const spokenOnce = ['Text', 'SSML', 'PromptId', 'Media'];
const yesNo = ['True', 'False'];

const speaking: Readonly<Record<string, ActionRule>> = {
  UpdateContactTextToSpeechVoice: {
    parameters: {
      TextToSpeechVoice: { holds: 'static or reference', required: true },
      TextToSpeechEngine: fixedOrReference,
      TextToSpeechStyle: fixedOrReference,
    },
    errors: ['NoMatchingError'],
    conditions: 'none',
  },
  MessageParticipant: { parameters: spoken, exactlyOneOf: spokenOnce, errors: ['NoMatchingError'], conditions: 'none' },
  GetParticipantInput: {
    parameters: {
      ...spoken,
      InputTimeLimitSeconds: { holds: 'static or reference', required: true, range: [1, 180] },
      StoreInput: { holds: 'static or reference', required: true, oneOf: yesNo },
      InputValidation: {
        holds: 'record',
        members: {
          CustomValidation: {
            holds: 'record',
            required: true,
            members: { MaximumLength: { holds: 'static or reference', required: true, range: [1, 20] } },
          },
        },
      },
      DTMFConfiguration: {
        holds: 'record',
        members: {
          InputTerminationSequence: fixedOrReference,
          InterdigitTimeLimitSeconds: { holds: 'static or reference', range: [1, 20] },
          DisableCancelKey: { holds: 'static or reference', oneOf: yesNo },
        },
      },
    },
    exactlyOneOf: spokenOnce,
    errors: ['InputTimeLimitExceeded', 'NoMatchingCondition', 'NoMatchingError'],
    conditions: { equals: [...'0123456789*#'], all: false },
  },
};

const deciding: Readonly<Record<string, ActionRule>> = {
  Compare: {
    parameters: { ComparisonValue: { holds: 'reference', required: true } },
    errors: ['NoMatchingCondition'],
    conditions: 'any',
  },
  Loop: {
    parameters: { LoopCount: { holds: 'static or reference', required: true, range: [0, 100] } },
    errors: [],
    conditions: { equals: ['ContinueLooping', 'DoneLooping'], all: true },
  },
  CheckOutboundCallStatus: {
    parameters: {},
    errors: ['NoMatchingError'],
    conditions: { equals: ['CallAnswered', 'VoicemailBeep', 'VoicemailNoBeep', 'NotDetected'], all: false },
  },
};

const acting: Readonly<Record<string, ActionRule>> = {
  InvokeLambdaFunction: {
    parameters: {
      LambdaFunctionARN: { holds: 'static or reference', required: true },
      InvocationTimeLimitSeconds: { holds: 'static or reference', required: true, range: [1, 8] },
      InvocationType: { holds: 'static or reference', oneOf: ['SYNCHRONOUS', 'ASYNCHRONOUS'] },
      LambdaInvocationAttributes: { holds: 'map of texts' },
      ResponseValidation: {
        holds: 'record',
        members: { ResponseType: { holds: 'static or reference', required: true, oneOf: ['STRING_MAP', 'JSON'] } },
      },
    },
    errors: ['NoMatchingError'],
    conditions: 'none',
  },
  UpdateContactAttributes: {
    parameters: {
      Attributes: { holds: 'map of texts', required: true },
      TargetContact: { holds: 'static or reference', oneOf: ['Current'] },
    },
    errors: ['NoMatchingError'],
    conditions: 'none',
  },
  UpdateContactData: { parameters: { LanguageCode: fixedOrReference }, errors: ['NoMatchingError'], conditions: 'none' },
  TagContact: {
    parameters: { Tags: { holds: 'map of texts', required: true } },
    errors: ['NoMatchingError'],
    conditions: 'none',
  },
  UpdateFlowLoggingBehavior: {
    parameters: { FlowLoggingBehavior: { holds: 'static or reference', required: true, oneOf: ['Enabled', 'Disabled'] } },
    errors: [],
    conditions: 'none',
  },
  DisconnectParticipant: { parameters: {}, errors: [], conditions: 'none', ends: true },
  EndFlowExecution: { parameters: {}, errors: [], conditions: 'none', ends: true },
};

export const actionRules: Readonly<Record<string, ActionRule>> = { ...speaking, ...deciding, ...acting };

/** The rule an action is held to: gathering digits has no conditions, and nothing typed is no error. */
export function ruleOf(type: string, parameters: Readonly<Record<string, unknown>>): ActionRule | undefined {
  const rule = actionRules[type];
  if (rule === undefined || type !== 'GetParticipantInput') return rule;
  const { InputValidation: validation, ...always } = rule.parameters;
  if (parameters['StoreInput'] !== 'True' || validation === undefined) return { ...rule, parameters: always };
  const gathering = { ...always, InputValidation: { ...validation, required: true } as const };
  return { ...rule, parameters: gathering, errors: ['NoMatchingError'], conditions: 'none' };
}
