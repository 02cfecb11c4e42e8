import { CfnCondition, Fn, Stack } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns'
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import { ownAlarmPrefix } from '../event-patterns.ts'
import { BundledFunction, secretsUrl } from '../lambda-function.ts'
import { showDashboard } from './dashboard.ts'
import { ownAlarms } from './own-alarms.ts'
import type { Queues } from './queues.ts'
import type { Schedules } from './schedules.ts'

export interface WatchedParts {
  readonly queues: Queues
  readonly schedules: Schedules
  readonly ingress: BundledFunction
  readonly worker: LambdaFunction
  readonly api: HttpApi
}

export interface WatchProps extends WatchedParts {
  readonly bundle: string
  readonly botSecret: Secret
  /** A channel or a user of Slack's. */
  readonly channel?: string
  /** May be empty. */
  readonly email: string
}

/**
 * Watches Firstlook itself. Its alarms go to a topic, and from there to a function of a few kilobytes that posts to Slack by itself, so
 * that neither the worker nor its queues, table and libraries have to work; and to an e-mail address, for when Slack is what fails.
 */
export class Watch extends Construct {
  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id)
    const topic = this.topic()
    const teller = props.channel === undefined ? undefined : this.teller(props, props.channel).lambda
    if (teller !== undefined)
      topic.addSubscription(new LambdaSubscription(teller, { deadLetterQueue: props.queues.undelivered }))
    const action = new SnsAction(topic)
    for (const alarm of ownAlarms(this, { ...props, ...(teller !== undefined && { teller }) })) {
      alarm.addAlarmAction(action)
      alarm.addOkAction(action)
    }
    const subscription = new CfnSubscription(this, 'Email', {
      topicArn: topic.topicArn,
      protocol: 'email',
      endpoint: props.email,
    })
    subscription.cfnOptions.condition = new CfnCondition(this, 'HasEmail', {
      expression: Fn.conditionNot(Fn.conditionEquals(props.email, '')),
    })
    showDashboard(this, props)
  }

  private topic(): Topic {
    const topic = new Topic(this, 'OwnAlarms', { displayName: 'Firstlook itself', enforceSSL: true })
    const { account, region, partition } = Stack.of(this)
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'FromOwnAlarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:${ownAlarmPrefix}*` },
        },
      }),
    )
    return topic
  }

  private teller({ bundle, botSecret, queues }: WatchProps, channel: string): BundledFunction {
    const teller = new BundledFunction(this, 'Teller', {
      description: 'Firstlook: tells Slack when Firstlook itself fails',
      bundle,
      memoryMb: 256,
      timeoutSeconds: 15,
      environment: {
        FIRSTLOOK_BOT_SECRET_ARN: botSecret.secretArn,
        FIRSTLOOK_SECRETS_URL: secretsUrl,
        FIRSTLOOK_WATCH_CHANNEL: channel,
      },
      deadLetters: queues.undelivered,
    })
    teller.allow(['secretsmanager:GetSecretValue'], [botSecret.secretArn])
    return teller
  }
}
