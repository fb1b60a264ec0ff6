import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { administered, dataKeyPolicy, readable } from './key-policy.ts';

export interface KeysProps {
  /** Function logs lie under this name, e.g. `/ringfence/lincoln`. */
  readonly logPrefix: string;
}

/** Two keys: one seals what is personal, the other signs the audit trail. Neither goes when the stack goes. */
export class Keys extends Construct {
  readonly data: IKey;
  readonly auditSigning: IKey;
  private readonly signingPolicy: PolicyDocument;

  constructor(scope: Construct, id: string, { logPrefix }: KeysProps) {
    super(scope, id);
    this.data = new Key(this, 'Data', {
      description: 'Ringfence: seals contacts, consents and messages; encrypts tables, queues, exports and logs',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
      policy: dataKeyPolicy(Stack.of(this), logPrefix),
    });
    this.signingPolicy = new PolicyDocument({ statements: [administered(), readable()] });
    this.auditSigning = new Key(this, 'AuditSigning', {
      description: 'Ringfence: signs the checkpoints of the audit trail',
      keySpec: KeySpec.ECC_NIST_EDWARDS25519,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
      policy: this.signingPolicy,
    });
  }

  /**
   * Lets one role sign checkpoints, and nothing but checkpoints: raw Ed25519. No IAM policy can widen this, because the key's
   * own policy does not hand `kms:Sign` to the account.
   */
  letSign(role: IRole): void {
    this.signingPolicy.addStatements(
      new PolicyStatement({
        sid: 'OnlyTheSealerSigns',
        principals: [role],
        actions: ['kms:Sign'],
        resources: ['*'],
        conditions: { StringEquals: { 'kms:SigningAlgorithm': 'ED25519_SHA_512', 'kms:MessageType': 'RAW' } },
      }),
    );
  }
}
