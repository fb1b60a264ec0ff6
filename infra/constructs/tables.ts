import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export interface TablesProps {
  readonly dataKey: IKey;
  /** 1–35: how far back a table can be restored. */
  readonly pitrDays: number;
}

/** The contact book, and the notices with their calls. Both outlive the stack. */
export class Tables extends Construct {
  readonly contacts: Table;
  readonly notices: Table;

  constructor(scope: Construct, id: string, props: TablesProps) {
    super(scope, id);
    this.contacts = this.table('Contacts', 'expiresAt', props);
    this.notices = this.table('Notices', 'expiresAtEpoch', props);
    // Sparse: only a call that is still open has these two attributes, so a sweep reads open calls and no others.
    this.notices.addGlobalSecondaryIndex({
      indexName: 'open',
      partitionKey: { name: 'openIn', type: AttributeType.STRING },
      sortKey: { name: 'due', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
  }

  private table(id: string, timeToLiveAttribute: string, { dataKey, pitrDays }: TablesProps): Table {
    return new Table(this, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      // A district is silent all night and calls everybody at half past nine.
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: dataKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: pitrDays },
      deletionProtection: true,
      timeToLiveAttribute,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
