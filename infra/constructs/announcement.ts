import { Fn, Stack } from 'aws-cdk-lib';
import { CfnContactFlow, CfnIntegrationAssociation } from 'aws-cdk-lib/aws-connect';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { announcementFlow } from '../contact-flows/announcement-flow.ts';
import type { DistrictConfig } from '../district-config.ts';
import type { ConnectLine } from './connect-line.ts';
import type { PipelineFunction } from './pipeline-function.ts';

export interface AnnouncementProps {
  readonly config: DistrictConfig;
  readonly line: ConnectLine;
  readonly answerCall: PipelineFunction;
  readonly recordKeypress: PipelineFunction;
  readonly recordings: Bucket;
}

/** What the called person hears: the contact flow, and Connect's leave to run its two functions and play the recordings. */
export class Announcement extends Construct {
  readonly flowId: string;

  constructor(scope: Construct, id: string, props: AnnouncementProps) {
    super(scope, id);
    const { answerCall, recordKeypress, recordings } = props;
    const { instanceArn } = props.line;
    const associations = [
      this.letInvoke('AnswerCall', instanceArn, answerCall),
      this.letInvoke('RecordKeypress', instanceArn, recordKeypress),
    ];
    recordings.addToResourcePolicy(letPlay(this, recordings, instanceArn));

    const contactFlow = new CfnContactFlow(this, 'Flow', {
      instanceArn,
      name: 'Ringfence announcement',
      description: 'Says who calls, then what; hears keys 1, 7, 8, 9 and *',
      type: 'CONTACT_FLOW',
      state: 'ACTIVE',
      content: Stack.of(this).toJsonString(flowOf(props)),
    });
    // Connect refuses a flow that names a function it may not use yet.
    for (const association of associations) contactFlow.addResourceDependency(association);
    this.flowId = Fn.select(3, Fn.split('/', contactFlow.attrContactFlowArn));
  }

  private letInvoke(id: string, instanceArn: string, { function: target }: PipelineFunction): CfnIntegrationAssociation {
    target.addPermission('FromConnect', {
      principal: new ServicePrincipal('connect.amazonaws.com'),
      sourceArn: instanceArn,
      sourceAccount: Stack.of(this).account,
    });
    return new CfnIntegrationAssociation(this, id, {
      instanceId: instanceArn,
      integrationArn: target.functionArn,
      integrationType: 'LAMBDA_FUNCTION',
    });
  }
}

function flowOf({ config, answerCall, recordKeypress }: AnnouncementProps): object {
  return announcementFlow({
    answerCallArn: answerCall.function.functionArn,
    recordKeypressArn: recordKeypress.function.functionArn,
    district: config.district.name,
    callBackNumber: config.callBackNumber,
    tollFreeNumber: config.tollFreeNumber,
    defaultLanguages: spokenByItself(config),
  });
}

/** The default language first, then the others that have a voice: without answer-call the flow does not know whom it speaks to. */
function spokenByItself({ languages }: DistrictConfig): { language: string; voice: string; engine: string }[] {
  const first = (language: string) => (language === languages.default ? 0 : 1);
  return Object.entries(languages.voices)
    .flatMap(([language, { voice, engine }]) => (voice === undefined ? [] : [{ language, voice, engine }]))
    .sort((a, b) => first(a.language) - first(b.language));
}

function letPlay(scope: Construct, recordings: Bucket, instanceArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'ConnectPlays',
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal('connect.amazonaws.com')],
    actions: ['s3:GetObject', 's3:ListBucket'],
    resources: [recordings.bucketArn, recordings.arnForObjects('*')],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account, 'aws:SourceArn': instanceArn } },
  });
}
