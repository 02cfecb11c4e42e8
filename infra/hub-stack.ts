import { join } from 'node:path'
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import { CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { EventBus, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { listIndex } from '../src/store/histories.ts'

export interface HubStackProps extends StackProps {
  /** The only roles the worker may assume. */
  readonly watchedRoleArns: readonly string[]
  /** The folder that holds the bundles `ingress` and `worker`, as `npm run bundle` makes them. */
  readonly bundles: string
}

const workerTimeoutSeconds = 60

/** The account that runs Firstlook: a public function that only verifies and enqueues, and a worker that answers. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, props: HubStackProps) {
    super(scope, id, props)
    const table = new TableV2(this, 'Table', {
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
    const signingSecret = new Secret(this, 'SigningSecret', {
      description: 'Slack signing secret: {"signingSecret":"…"}, and "previousSigningSecret" while it is rotated',
    })
    const botSecret = new Secret(this, 'BotSecret', {
      description: 'Slack bot: {"botToken":"xoxb-…","botId":"B…","botUserId":"U…"}',
    })
    const queue = this.workQueue()

    const ingress = this.lambda('Ingress', join(props.bundles, 'ingress'), { memoryMb: 512, timeoutSeconds: 5 })
    ingress.addEnvironment('FIRSTLOOK_QUEUE_URL', queue.queueUrl)
    ingress.addEnvironment('FIRSTLOOK_SIGNING_SECRET_ARN', signingSecret.secretArn)
    ingress.addToRolePolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }))
    ingress.addToRolePolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [signingSecret.secretArn] }),
    )

    const worker = this.lambda('Worker', join(props.bundles, 'worker'), {
      memoryMb: 1769,
      timeoutSeconds: workerTimeoutSeconds,
    })
    worker.addEnvironment('FIRSTLOOK_TABLE', table.tableName)
    worker.addEnvironment('FIRSTLOOK_BOT_SECRET_ARN', botSecret.secretArn)
    worker.addToRolePolicy(
      new PolicyStatement({
        actions: [
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:UpdateItem',
          'dynamodb:DeleteItem',
          'dynamodb:Query',
        ],
        resources: [table.tableArn, `${table.tableArn}/index/${listIndex}`],
      }),
    )
    worker.addToRolePolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [botSecret.secretArn] }),
    )
    if (props.watchedRoleArns.length > 0)
      worker.addToRolePolicy(
        new PolicyStatement({
          actions: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
          resources: [...props.watchedRoleArns],
        }),
      )
    worker.addEventSource(
      new SqsEventSource(queue, { batchSize: 1, reportBatchItemFailures: true, maxConcurrency: 10 }),
    )

    this.alarmIntake(queue)
    const api = this.frontDoor(ingress)
    new CfnOutput(this, 'RequestUrl', {
      value: `${api.apiEndpoint}/slack/events`,
      description: 'The request URL of the Slack app',
    })
    new CfnOutput(this, 'WorkerRoleArn', {
      value: worker.role?.roleArn ?? '',
      description: 'Trusted by the role in each watched account',
    })
  }

  /** A function from its bundle, with a log group and a role of its own that can do nothing else yet. */
  private lambda(
    id: string,
    bundle: string,
    { memoryMb, timeoutSeconds }: { memoryMb: number; timeoutSeconds: number },
  ): LambdaFunction {
    const logGroup = new LogGroup(this, `${id}Log`, {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const role = new Role(this, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    logGroup.grantWrite(role)
    return new LambdaFunction(this, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(bundle),
      memorySize: memoryMb,
      timeout: Duration.seconds(timeoutSeconds),
      environment: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      logGroup,
      role,
    })
  }

  private workQueue(): Queue {
    const deadLetters = new Queue(this, 'WorkDeadLetters', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    })
    return new Queue(this, 'Work', {
      visibilityTimeout: Duration.seconds(6 * workerTimeoutSeconds),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 3 },
    })
  }

  /** Alarms of this account, and of others by their forwarding rules. */
  private alarmIntake(queue: Queue): void {
    const bus = new EventBus(this, 'Alarms')
    const undelivered = new Queue(this, 'AlarmDeadLetters', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    })
    for (const [id, eventBus] of [
      ['LocalAlarms', undefined],
      ['ForwardedAlarms', bus],
    ] as const)
      new Rule(this, id, {
        ...(eventBus !== undefined && { eventBus }),
        eventPattern: {
          source: ['aws.cloudwatch'],
          detailType: ['CloudWatch Alarm State Change'],
          detail: { state: { value: ['ALARM', 'OK'] } },
        },
        targets: [new SqsQueue(queue, { deadLetterQueue: undelivered })],
      })
  }

  private frontDoor(ingress: LambdaFunction): HttpApi {
    const accessLog = new LogGroup(this, 'ApiLog', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const api = new HttpApi(this, 'Api', { createDefaultStage: true, description: 'Firstlook: requests from Slack' })
    api.addRoutes({
      path: '/slack/events',
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('ToIngress', ingress),
    })
    const stage = api.defaultStage?.node.defaultChild
    if (stage instanceof CfnStage) {
      stage.defaultRouteSettings = { throttlingRateLimit: 50, throttlingBurstLimit: 100 }
      // No bodies and no headers: a request to Slack's URL holds response URLs.
      stage.accessLogSettings = {
        destinationArn: accessLog.logGroupArn,
        format: JSON.stringify({
          requestId: '$context.requestId',
          status: '$context.status',
          latency: '$context.responseLatency',
          error: '$context.integrationErrorMessage',
        }),
      }
    }
    return api
  }
}
