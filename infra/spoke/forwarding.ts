import { CfnCondition, Duration, Fn, Stack } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { Rule } from 'aws-cdk-lib/aws-events'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
import { eventRetries, takenEvents } from '../event-patterns.ts'

/** Without the prefix of the hub's own alarms, so that it is forwarded and answered like any other as long as anything is. */
export const forwardingAlarmName = 'FirstlookForwardingFails'

export interface ForwardingProps {
  readonly eventBusArn: string
  /** Told when events could not be forwarded, for when nothing is; may be empty. */
  readonly email: string
}

/** Forwards one region's events to the hub's bus, keeps for two weeks what could not be, and says so. */
export class Forwarding extends Construct {
  constructor(scope: Construct, id: string, { eventBusArn, email }: ForwardingProps) {
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
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
      assumedBy: new ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    })
    role.addToPolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [eventBusArn] }))
    const deadLetterConfig = { arn: undelivered.queueArn }
    const rules = takenEvents.map(
      ({ id: name, pattern, why }) =>
        new Rule(this, name, {
          description: why,
          eventPattern: pattern,
          targets: [{ bind: () => ({ arn: eventBusArn, role, deadLetterConfig, retryPolicy: eventRetries }) }],
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
    this.tell(undelivered, email)
  }

  private tell(undelivered: Queue, email: string): void {
    const hasEmail = new CfnCondition(this, 'HasEmail', {
      expression: Fn.conditionNot(Fn.conditionEquals(email, '')),
    })
    const topic = new CfnTopic(this, 'Told', {
      displayName: 'Firstlook forwarding',
      subscription: [{ protocol: 'email', endpoint: email }],
    })
    topic.cfnOptions.condition = hasEmail
    const alarm = new Alarm(this, 'Fails', {
      alarmName: forwardingAlarmName,
      alarmDescription:
        'Events of this region, alarms among them, could not be forwarded to Firstlook and wait in a dead-letter queue. Look at the policy of Firstlook’s bus and the role of the rules, then empty the queue.',
      metric: undelivered.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: Stats.MAXIMUM,
      }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction({
      bind: () => ({
        alarmActionArn: Fn.conditionIf(hasEmail.logicalId, topic.ref, Fn.ref('AWS::NoValue')).toString(),
      }),
    })
    const { account, region, partition } = Stack.of(this)
    const policy = new CfnTopicPolicy(this, 'ToldPolicy', {
      topics: [topic.ref],
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'FromTheAlarm',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: topic.ref,
            Condition: {
              StringEquals: { 'aws:SourceAccount': account },
              ArnEquals: {
                'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:${forwardingAlarmName}`,
              },
            },
          },
          {
            Sid: 'OverTlsOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Resource: topic.ref,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    })
    policy.cfnOptions.condition = hasEmail
  }
}
