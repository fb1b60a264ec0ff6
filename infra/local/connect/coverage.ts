import type { CoverageRow } from '../front/service.ts';
import type { KnownProperties } from '../front/template-properties.ts';
import { actionRules } from './flow-language/action-rules.ts';
import * as associatePhoneNumberContactFlow from './operations/associate-phone-number-contact-flow.ts';
import * as deleteContactData from './operations/delete-contact-data.ts';
import * as describeContact from './operations/describe-contact.ts';
import * as describeContactFlow from './operations/describe-contact-flow.ts';
import * as getContactAttributes from './operations/get-contact-attributes.ts';
import * as listFlowAssociations from './operations/list-flow-associations.ts';
import * as listPhoneNumbersV2 from './operations/list-phone-numbers-v2.ts';
import * as searchContacts from './operations/search-contacts.ts';
import * as startOutboundVoiceContact from './operations/start-outbound-voice-contact.ts';
import * as stopContact from './operations/stop-contact.ts';
import * as updateContactAttributes from './operations/update-contact-attributes.ts';
import * as contactFlow from './resources/contact-flow.ts';
import * as hoursOfOperation from './resources/hours-of-operation.ts';
import * as instance from './resources/instance.ts';
import * as integrationAssociation from './resources/integration-association.ts';
import * as phoneNumber from './resources/phone-number.ts';
import * as queue from './resources/queue.ts';

const operations: readonly (readonly [string, KnownProperties])[] = [
  ['StartOutboundVoiceContact', startOutboundVoiceContact.parameters],
  ['StopContact', stopContact.parameters],
  ['DescribeContact', describeContact.parameters],
  ['GetContactAttributes', getContactAttributes.parameters],
  ['UpdateContactAttributes', updateContactAttributes.parameters],
  ['SearchContacts', searchContacts.parameters],
  ['DeleteContactData', deleteContactData.parameters],
  ['DescribeContactFlow', describeContactFlow.parameters],
  ['ListPhoneNumbersV2', listPhoneNumbersV2.parameters],
  ['AssociatePhoneNumberContactFlow', associatePhoneNumberContactFlow.parameters],
  ['ListFlowAssociations', listFlowAssociations.parameters],
  ['AWS::Connect::Instance', instance.known],
  ['AWS::Connect::PhoneNumber', phoneNumber.known],
  ['AWS::Connect::HoursOfOperation', hoursOfOperation.known],
  ['AWS::Connect::Queue', queue.known],
  ['AWS::Connect::ContactFlow', contactFlow.known],
  ['AWS::Connect::IntegrationAssociation', integrationAssociation.known],
];

/** Parameters that are checked, and change nothing here. */
const inertInFlows = ['TextToSpeechStyle', 'DTMFConfiguration', 'PromptId', 'TargetContact'];
/** Actions of a flow that have no effect anybody could hear here. */
const silent = ['UpdateFlowLoggingBehavior', 'TagContact'];

export const coverage: readonly CoverageRow[] = [
  ...operations.map(([operation, known]) => ({ operation, ...known })),
  ...Object.entries(actionRules).map(([type, rule]) => flowRow(type, Object.keys(rule.parameters))),
];

function flowRow(type: string, parameters: readonly string[]): CoverageRow {
  const inert = silent.includes(type) ? parameters : parameters.filter((name) => inertInFlows.includes(name));
  return { operation: `flow action ${type}`, honoured: parameters.filter((name) => !inert.includes(name)), inert };
}
