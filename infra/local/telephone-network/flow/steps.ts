import { type Exit, type FlowCall, next, noMatchingError, type Step } from './flow-call.ts';
import { getParticipantInput, messageParticipant, updateContactTextToSpeechVoice } from './speaking-steps.ts';
import { interpolate, lookUp } from './values.ts';

const LAMBDA_ANSWER_MAX_BYTES = 32 * 1024;

const invokeLambdaFunction: Step = (call, action, leave) => {
  const { LambdaFunctionARN, InvocationTimeLimitSeconds, InvocationType, ResponseValidation } = action.Parameters;
  const arn = interpolate(String(LambdaFunctionARN), call.values());
  const limitMs = Number(InvocationTimeLimitSeconds ?? '3') * 1000;
  const event = {
    Name: 'ContactFlowEvent',
    Details: { ContactData: call.values().contact, Parameters: textMap(call, action.Parameters['LambdaInvocationAttributes']) },
  };
  let left = false;
  const leaveOnce = (exit: Exit) => {
    if (!left) leave(exit);
    left = true;
  };
  const asString = responseType(ResponseValidation) !== 'JSON';
  // Connect stops waiting whatever the function does; a late answer is nobody's.
  if (InvocationType !== 'ASYNCHRONOUS')
    call.after(limitMs, 'a flow stops waiting for a function', () => leaveOnce(noMatchingError));
  const work = call.switchboard.invoke(arn, event, limitMs).then(
    (answer) => {
      if (left || InvocationType === 'ASYNCHRONOUS') return leaveOnce(next);
      if (!acceptable(answer, asString)) return leaveOnce(noMatchingError);
      call.setExternal(answer);
      leaveOnce(next);
    },
    () => leaveOnce(noMatchingError),
  );
  call.busy(work);
  if (InvocationType === 'ASYNCHRONOUS') leaveOnce(next);
};

function responseType(validation: unknown): unknown {
  if (typeof validation !== 'object' || validation === null || !('ResponseType' in validation)) return 'STRING_MAP';
  return validation.ResponseType;
}

/** STRING_MAP: a flat object of strings. Either: at most 32 KB. */
function acceptable(answer: unknown, asStrings: boolean): boolean {
  if (typeof answer !== 'object' || answer === null) return false;
  if (Buffer.byteLength(JSON.stringify(answer)) > LAMBDA_ANSWER_MAX_BYTES) return false;
  return !asStrings || (!Array.isArray(answer) && Object.values(answer).every((value) => typeof value === 'string'));
}

const compare: Step = (call, action, leave) => {
  const value = lookUp(String(action.Parameters['ComparisonValue']), call.values());
  leave({ kind: 'value', value: value === undefined || value === null ? '' : String(value) });
};

const loop: Step = (call, action, leave) => {
  const count = Number(interpolate(String(action.Parameters['LoopCount'] ?? '0'), call.values()));
  const begun = call.rounds.get(action.Identifier) ?? 0;
  const goesOn = begun < count;
  if (goesOn) call.rounds.set(action.Identifier, begun + 1);
  else call.rounds.delete(action.Identifier);
  leave({ kind: 'value', value: goesOn ? 'ContinueLooping' : 'DoneLooping' });
};

const updateContactAttributes: Step = (call, action, leave) => {
  call.switchboard.setAttributes(textMap(call, action.Parameters['Attributes']));
  leave(next);
};

const updateContactData: Step = (call, action, leave) => {
  const code = action.Parameters['LanguageCode'];
  if (typeof code === 'string') call.switchboard.setLanguage(interpolate(code, call.values()));
  leave(next);
};

const checkOutboundCallStatus: Step = (call, _action, leave) => {
  // Not defined on general traffic: no detection, no answer.
  if (call.detection === undefined) return leave(noMatchingError);
  const { status, afterMs } = call.detect();
  call.after(afterMs, 'machine detection answers', () => {
    call.switchboard.detected(status);
    leave({ kind: 'value', value: status });
  });
};

function textMap(call: FlowCall, map: unknown): Record<string, string> {
  if (typeof map !== 'object' || map === null) return {};
  const values = call.values();
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, interpolate(String(value), values)]));
}

const goOn: Step = (_call, _action, leave) => leave(next);
const hangUp: Step = (_call, _action, leave) => leave({ kind: 'hang up' });

/** Every action this network plays. What is not here does not deploy. */
export const steps: Readonly<Record<string, Step>> = {
  MessageParticipant: messageParticipant,
  GetParticipantInput: getParticipantInput,
  UpdateContactTextToSpeechVoice: updateContactTextToSpeechVoice,
  InvokeLambdaFunction: invokeLambdaFunction,
  Compare: compare,
  Loop: loop,
  UpdateContactAttributes: updateContactAttributes,
  UpdateContactData: updateContactData,
  CheckOutboundCallStatus: checkOutboundCallStatus,
  UpdateFlowLoggingBehavior: goOn,
  UpdateContactRecordingBehavior: goOn,
  TagContact: goOn,
  DisconnectParticipant: hangUp,
  EndFlowExecution: hangUp,
};
