/** A contact flow as deployed. https://docs.aws.amazon.com/connect/latest/devguide/flow-language.html */
export interface FlowCondition {
  readonly NextAction: string;
  readonly Condition: { readonly Operator: string; readonly Operands: readonly string[] };
}

export interface FlowAction {
  readonly Identifier: string;
  readonly Type: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly Transitions: {
    readonly NextAction?: string;
    readonly Errors?: readonly { readonly ErrorType: string; readonly NextAction: string }[];
    readonly Conditions?: readonly FlowCondition[];
  };
}

export interface FlowDocument {
  readonly Version: string;
  readonly StartAction: string;
  readonly Actions: readonly FlowAction[];
}
