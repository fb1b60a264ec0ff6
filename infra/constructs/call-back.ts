import { Fn, Stack } from 'aws-cdk-lib';
import { CfnContactFlow } from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import { inboundFlow } from '../contact-flows/inbound-flow.ts';
import type { DistrictConfig } from '../district-config.ts';
import { spokenByItself } from './announcement.ts';
import { letConnectInvoke } from './connect-invokes.ts';
import type { ConnectLine } from './connect-line.ts';
import type { PipelineFunction } from './pipeline-function.ts';

export interface CallBackProps {
  readonly config: DistrictConfig;
  readonly line: ConnectLine;
  readonly answerInbound: PipelineFunction;
}

/**
 * What somebody hears who calls the district's number. CloudFormation cannot put a flow on a number: `ringfence line connect` does
 * it after the first deployment (ADR 14).
 */
export class CallBack extends Construct {
  readonly flowId: string;

  constructor(scope: Construct, id: string, { config, line, answerInbound }: CallBackProps) {
    super(scope, id);
    const { callBackNumber, tollFreeNumber } = config;
    const words = { district: config.district.name, callBackNumber, tollFreeNumber };
    const association = letConnectInvoke(this, 'AnswerInbound', line.instanceArn, answerInbound.function);
    const flow = inboundFlow({
      district: words.district,
      callBackNumber,
      answerInboundArn: answerInbound.function.functionArn,
      defaultLanguages: spokenByItself(config, words),
    });
    const contactFlow = new CfnContactFlow(this, 'Flow', {
      instanceArn: line.instanceArn,
      name: 'Ringfence call back',
      description: 'Says whose line this is and what was announced; hears keys 1 to 5, 7 to 9, * and #',
      type: 'CONTACT_FLOW',
      state: 'ACTIVE',
      content: Stack.of(this).toJsonString(flow),
    });
    // Connect refuses a flow that names a function it may not use yet.
    contactFlow.addResourceDependency(association);
    this.flowId = Fn.select(3, Fn.split('/', contactFlow.attrContactFlowArn));
  }
}
