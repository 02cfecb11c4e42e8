import { Duration } from 'aws-cdk-lib'
import { Rule } from 'aws-cdk-lib/aws-events'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
import { takenEvents } from '../event-patterns.ts'

/** Forwards one region's events to the hub's bus, and keeps for two weeks what could not be. */
export class Forwarding extends Construct {
  constructor(scope: Construct, id: string, { eventBusArn }: { readonly eventBusArn: string }) {
    super(scope, id)
    const undelivered = new Queue(this, 'Undelivered', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    })
    acknowledge(undelivered, { 'AwsSolutions-SQS3': 'It is the dead-letter queue of the rules.' })
    // A bus that admits an organisation, and not single accounts, takes events from a role only.
    // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
    const role = new Role(this, 'Role', {
      description: 'Forwards events to the bus of Firstlook',
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
    })
    role.addToPolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [eventBusArn] }))
    const rules = takenEvents.map(
      ({ id: name, pattern, why }) =>
        new Rule(this, name, {
          description: why,
          eventPattern: pattern,
          targets: [{ bind: () => ({ arn: eventBusArn, role, deadLetterConfig: { arn: undelivered.queueArn } }) }],
        }),
    )
    undelivered.addToResourcePolicy(
      new PolicyStatement({
        sid: 'FromRules',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [undelivered.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rules.map(({ ruleArn }) => ruleArn) } },
      }),
    )
  }
}
