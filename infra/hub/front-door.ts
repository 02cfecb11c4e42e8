import { RemovalPolicy } from 'aws-cdk-lib'
import { CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
import { BundledFunction, secretsUrl } from '../lambda-function.ts'

export interface FrontDoorProps {
  readonly bundle: string
  readonly work: Queue
  readonly signingSecret: Secret
}

/** The one thing the internet reaches: an HTTP API whose function verifies Slack's signature, queues, and may do nothing else. */
export class FrontDoor extends Construct {
  readonly api: HttpApi
  readonly ingress: BundledFunction
  readonly requestUrl: string

  constructor(scope: Construct, id: string, { bundle, work, signingSecret }: FrontDoorProps) {
    super(scope, id)
    this.ingress = new BundledFunction(this, 'Ingress', {
      description: 'Firstlook: verifies Slack’s signature and queues',
      bundle,
      memoryMb: 512,
      timeoutSeconds: 5,
      environment: {
        FIRSTLOOK_QUEUE_URL: work.queueUrl,
        FIRSTLOOK_SECRETS_URL: secretsUrl,
        FIRSTLOOK_SIGNING_SECRET_ARN: signingSecret.secretArn,
      },
    })
    this.ingress.allow(['sqs:SendMessage'], [work.queueArn])
    this.ingress.allow(['secretsmanager:GetSecretValue'], [signingSecret.secretArn])

    this.api = new HttpApi(this, 'Api', { createDefaultStage: true, description: 'Firstlook: requests from Slack' })
    this.api.addRoutes({
      path: '/slack/events',
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('ToIngress', this.ingress.lambda),
    })
    acknowledge(this.api, {
      'AwsSolutions-APIG4':
        'Slack sends no credentials but a signature of the body, which the function checks before anything else.',
    })
    this.requestUrl = `${this.api.apiEndpoint}/slack/events`
    this.bound()
  }

  private bound(): void {
    const accessLog = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const stage = this.api.defaultStage?.node.defaultChild
    if (!(stage instanceof CfnStage)) throw new Error('the API has no default stage')
    stage.defaultRouteSettings = { throttlingRateLimit: 50, throttlingBurstLimit: 100, detailedMetricsEnabled: false }
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
}
