import { RemovalPolicy } from 'aws-cdk-lib'
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { listIndex } from '../../src/store/histories.ts'
import { acknowledge } from '../acknowledge.ts'

/** What outlives a request: the table, and Slack's secrets. */
export class Storage extends Construct {
  readonly table: TableV2
  /** Two secrets and not one: the function that the internet reaches can read what verifies Slack, and never what speaks as the bot. */
  readonly signingSecret: Secret
  readonly botSecret: Secret

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      globalSecondaryIndexes: [
        {
          indexName: listIndex,
          partitionKey: { name: 'list', type: AttributeType.STRING },
          sortKey: { name: 'listKey', type: AttributeType.STRING },
        },
      ],
      timeToLiveAttribute: 'expiresAt',
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    this.signingSecret = new Secret(this, 'SigningSecret', {
      description: 'Slack signing secret: {"signingSecret":"…"}, and "previousSigningSecret" while it is rotated',
    })
    this.botSecret = new Secret(this, 'BotSecret', {
      description: 'Slack bot: {"botToken":"xoxb-…","botId":"B…","botUserId":"U…"}',
    })
    for (const secret of [this.signingSecret, this.botSecret])
      acknowledge(secret, {
        'AwsSolutions-SMG4':
          'Slack issues it, and only a person can have it issued anew; docs say how to rotate without a pause.',
      })
  }
}
