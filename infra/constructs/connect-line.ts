import { Fn, RemovalPolicy } from 'aws-cdk-lib';
import { CfnHoursOfOperation, CfnInstance, CfnPhoneNumber, CfnQueue } from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import { type DistrictConfig, defaultName } from '../district-config.ts';

const EVERY_DAY = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

/**
 * The district's telephone line: a Connect instance (made here, or the district's own), the number families see, and the queue
 * that carries it. Instance and number stay when the stack goes: AWS limits how often either can be had anew.
 */
export class ConnectLine extends Construct {
  readonly instanceArn: string;
  readonly instanceId: string;
  readonly queueId: string;
  /** The number families see; absent when the district named a number of its own by ARN. */
  readonly phoneNumber: string;
  readonly phoneNumberArn: string;

  constructor(scope: Construct, id: string, config: DistrictConfig) {
    super(scope, id);
    const { connect } = config.deployment;
    this.instanceArn = connect.existingInstanceArn ?? this.newInstance(connect.instanceAlias ?? defaultName(config).slice(0, 45));
    this.instanceId = Fn.select(1, Fn.split('/', this.instanceArn));
    const number = connect.phoneNumber.existingArn ?? this.newNumber(config);
    this.phoneNumber = typeof number === 'string' ? number : number.attrAddress;
    this.phoneNumberArn = typeof number === 'string' ? number : number.attrPhoneNumberArn;
    const queue = new CfnQueue(this, 'Queue', {
      instanceArn: this.instanceArn,
      name: 'Ringfence announcements',
      hoursOfOperationArn: this.alwaysOpen(config).attrHoursOfOperationArn,
      outboundCallerConfig: {
        outboundCallerIdName: connect.callerName ?? config.district.name,
        outboundCallerIdNumberArn: this.phoneNumberArn,
      },
    });
    this.queueId = Fn.select(3, Fn.split('/', queue.attrQueueArn));
  }

  private newInstance(instanceAlias: string): string {
    const instance = new CfnInstance(this, 'Instance', {
      identityManagementType: 'CONNECT_MANAGED',
      instanceAlias,
      attributes: {
        // A family that rings back hears the district's own flow.
        inboundCalls: true,
        outboundCalls: true,
        // Flow logs and Contact Lens would keep what was said and to whom.
        contactflowLogs: false,
        contactLens: false,
        autoResolveBestVoices: true,
      },
    });
    instance.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return instance.attrArn;
  }

  private newNumber({ district, deployment }: DistrictConfig): CfnPhoneNumber {
    const { countryCode, type } = deployment.connect.phoneNumber;
    const number = new CfnPhoneNumber(this, 'PhoneNumber', {
      targetArn: this.instanceArn,
      countryCode,
      type,
      description: `Ringfence: calls of ${district.name}`,
    });
    number.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return number;
  }

  /** Hours never hold a call back here: when somebody may be called is the gate's decision, and an emergency comes at night. */
  private alwaysOpen({ district }: DistrictConfig): CfnHoursOfOperation {
    return new CfnHoursOfOperation(this, 'AlwaysOpen', {
      instanceArn: this.instanceArn,
      name: 'Ringfence: always',
      timeZone: district.timezone,
      config: EVERY_DAY.map((day) => ({
        day,
        startTime: { hours: 0, minutes: 0 },
        endTime: { hours: 23, minutes: 59 },
      })),
    });
  }
}
