import { Fn, Stack } from 'aws-cdk-lib';
import { CfnContactFlow } from 'aws-cdk-lib/aws-connect';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { announcementFlow } from '../contact-flows/announcement-flow.ts';
import { type StaticWords, staticSentence } from '../contact-flows/static-sentences.ts';
import type { DistrictConfig } from '../district-config.ts';
import { type Invoked, letConnectInvoke } from './connect-invokes.ts';
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
    const { recordings, config } = props;
    const { instanceArn } = props.line;
    const answerCall = this.keptWarm(props.answerCall.function, config.deployment.provisionedAnswering);
    const recordKeypress = props.recordKeypress.function;
    const associations = [
      letConnectInvoke(this, 'AnswerCall', instanceArn, answerCall),
      letConnectInvoke(this, 'RecordKeypress', instanceArn, recordKeypress),
    ];
    recordings.addToResourcePolicy(letPlay(this, recordings, instanceArn));

    const contactFlow = new CfnContactFlow(this, 'Flow', {
      instanceArn,
      name: 'Ringfence announcement',
      description: 'Says who calls, then what; hears keys 1, 7, 8, 9 and *',
      type: 'CONTACT_FLOW',
      state: 'ACTIVE',
      content: Stack.of(this).toJsonString(flowOf(config, answerCall, recordKeypress)),
    });
    // Connect refuses a flow that names a function it may not use yet.
    for (const association of associations) contactFlow.addResourceDependency(association);
    this.flowId = Fn.select(3, Fn.split('/', contactFlow.attrContactFlowArn));
  }

  /** Only an alias can be kept warm, and then it is the alias that Connect invokes. */
  private keptWarm(answerCall: LambdaFunction, copies: number): Invoked {
    return copies === 0 ? answerCall : answerCall.addAlias('warm', { provisionedConcurrentExecutions: copies });
  }
}

function flowOf(config: DistrictConfig, answerCall: Invoked, recordKeypress: Invoked): object {
  const { callBackNumber, tollFreeNumber } = config;
  const words = { district: config.district.name, callBackNumber, tollFreeNumber };
  return announcementFlow({
    ...words,
    answerCallArn: answerCall.functionArn,
    recordKeypressArn: recordKeypress.functionArn,
    defaultLanguages: spokenByItself(config, words),
  });
}

/**
 * What a flow says by itself when its function is silent, to it knows not whom: the default language first, then each other
 * that has a voice and sentences of its own. A language without sentences would be English in a foreign accent.
 */
export function spokenByItself({ languages }: DistrictConfig, words: StaticWords) {
  const english = staticSentence('en', words);
  const hasWords = (language: string) => language.startsWith('en') || staticSentence(language, words) !== english;
  const rank = (language: string) => (language === languages.default ? 0 : 1);
  const spoken = Object.entries(languages.voices)
    .flatMap(([language, { voice, engine }]) => (voice === undefined || !hasWords(language) ? [] : [{ language, voice, engine }]))
    .sort((a, b) => rank(a.language) - rank(b.language));
  return spoken.length > 0 ? spoken : [{ language: 'en', voice: 'Joanna', engine: 'neural' }];
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
