import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DescribeSubnetsCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2'
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda'
import { PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3'
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, it } from 'vitest'
import { type SimulatedAws, type StartOptions, startAws } from './server.ts'
import { loopbackConfig } from './wire/loopback-config.ts'
import type { DeclaredWorld } from './world.ts'

const running: SimulatedAws[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((aws) => aws.close()))
})

async function start(world: DeclaredWorld, options: StartOptions = {}) {
  const aws = await startAws(world, options)
  running.push(aws)
  return { aws, at: loopbackConfig(aws.url) }
}

const functions = [{ name: 'orders' }]
const readFunction = new GetFunctionConfigurationCommand({ FunctionName: 'orders' })

describe('faults', () => {
  it('throttles the first calls, in each service’s own words', async () => {
    const { at } = await start({
      faults: [
        { on: 'lambda:GetFunctionConfiguration', throttle: true, times: 1 },
        { on: 'logs', throttle: true },
        { on: 'cloudformation', throttle: true },
        { on: 'ec2', throttle: true },
      ],
      functions,
    })
    await expect(new LambdaClient(at).send(readFunction)).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'CallerRateLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    })
    await expect(new LambdaClient(at).send(readFunction)).resolves.toBeDefined()
    await expect(new CloudWatchLogsClient(at).send(new DescribeLogGroupsCommand({}))).rejects.toMatchObject({
      name: 'ThrottlingException',
    })
    await expect(new CloudFormationClient(at).send(new DescribeStacksCommand({}))).rejects.toMatchObject({
      name: 'Throttling',
    })
    await expect(new EC2Client(at).send(new DescribeSubnetsCommand({}))).rejects.toMatchObject({
      name: 'RequestLimitExceeded',
    })
    await expect(new LambdaClient({ ...at, maxAttempts: 3 }).send(readFunction)).resolves.toBeDefined()
  })

  it('refuses credentials, fails, and breaks connections', async () => {
    const { aws, at } = await start({
      faults: [
        { on: 'lambda:GetPolicy', credentials: 'expired' },
        { on: 'sts', credentials: 'invalid' },
        { on: 'lambda:ListFunctions', error: 'ServiceException' },
        { on: 'iam', error: { code: 'ServiceFailure', status: 500 } },
        { on: 'dynamodb', reset: true },
        { on: 'sqs', stall: true },
      ],
      functions,
    })
    await expect(new LambdaClient(at).send(new GetPolicyCommand({ FunctionName: 'orders' }))).rejects.toMatchObject({
      name: 'ExpiredTokenException',
    })
    await expect(new STSClient(at).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    })
    await expect(new LambdaClient(at).send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: 'ServiceException',
      $fault: 'server',
    })
    await expect(new IAMClient(at).send(new GetRoleCommand({ RoleName: 'r' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 500 },
    })
    await expect(new DynamoDBClient(at).send(new DescribeTableCommand({ TableName: 't' }))).rejects.toMatchObject({
      code: 'ECONNRESET',
    })
    await expect(
      new SQSClient(at).send(new GetQueueUrlCommand({ QueueName: 'q' }), { abortSignal: AbortSignal.timeout(60) }),
    ).rejects.toMatchObject({ name: 'AbortError' })
    expect(aws.calls.map(({ error }) => error)).toEqual([
      'ExpiredTokenException',
      'InvalidClientTokenId',
      'ServiceException',
      'ServiceFailure',
      'ConnectionReset',
      'Stalled',
    ])
  })

  it('takes its time, and the ledger shows when', async () => {
    const { aws, at } = await start({
      latencyMs: 30,
      faults: [{ on: 'lambda:ListFunctions', latencyMs: 60 }],
      functions,
    })
    await new LambdaClient(at).send(readFunction)
    await new LambdaClient(at).send(new ListFunctionsCommand({}))
    const [first, second] = aws.calls.map(({ startedAt, endedAt }) => endedAt - startedAt)
    expect(first).toBeGreaterThanOrEqual(29)
    expect(second).toBeGreaterThanOrEqual(59)
    expect(aws.calls[0]).toMatchObject({
      service: 'lambda',
      operation: 'GetFunctionConfiguration',
      action: 'lambda:GetFunctionConfiguration',
      resource: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
      input: { FunctionName: 'orders' },
      account: '123456789012',
      region: 'eu-west-1',
    })
  })
})

describe('the server', () => {
  it('starts at once, on the loopback address', async () => {
    const before = performance.now()
    const { aws } = await start({ functions })
    expect(performance.now() - before).toBeLessThan(50)
    expect(aws.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it('runs several accounts side by side, and changes worlds', async () => {
    const [one, other] = await Promise.all([start({ functions }), start({ functions: [{ name: 'carts' }] })])
    await expect(new LambdaClient(other.at).send(readFunction)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    })
    one.aws.setWorld({ functions: [{ name: 'orders', timeout: 9 }] })
    expect(await new LambdaClient(one.at).send(readFunction)).toMatchObject({ Timeout: 9 })
    expect(one.aws.calls).toHaveLength(1)
  })

  it('answers what it does not know in the format of the service', async () => {
    const { at } = await start({ functions })
    await expect(
      new LambdaClient(at).send(new DeleteFunctionCommand({ FunctionName: 'orders' })),
    ).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } })
    await expect(new EC2Client(at).send(new RunInstancesCommand({ MinCount: 1, MaxCount: 1 }))).rejects.toMatchObject({
      name: 'NotImplemented',
      $metadata: { httpStatusCode: 501 },
    })
    await expect(
      new S3Client(at).send(new PutBucketPolicyCommand({ Bucket: 'b', Policy: '{}' })),
    ).rejects.toMatchObject({ name: 'NotImplemented' })
  })

  it('refuses other hosts and unsigned requests', async () => {
    const { aws } = await start({})
    const unsigned = await fetch(`${aws.url}/2015-03-31/functions`)
    expect([unsigned.status, await unsigned.text()]).toEqual([
      403,
      expect.stringContaining('MissingAuthenticationToken'),
    ])
    const { request } = await import('node:http')
    const status = await new Promise((resolve) =>
      request(aws.url, { headers: { host: 'evil.example.com' } }, (response) => resolve(response.statusCode)).end(),
    )
    expect(status).toBe(421)
  })

  it('pages, with empty pages before the first event', async () => {
    const { at } = await start({
      logGroups: [{ name: 'g', emptyPages: 2, pageSize: 2, events: [{ at: '-5m', times: 3, message: 'line {n}' }] }],
    })
    const client = new CloudWatchLogsClient(at)
    const pages: number[] = []
    let nextToken: string | undefined
    do {
      const page = await client.send(new FilterLogEventsCommand({ logGroupName: 'g', nextToken }))
      pages.push(page.events?.length ?? 0)
      nextToken = page.nextToken
    } while (nextToken !== undefined)
    expect(pages).toEqual([0, 0, 2, 1])
  })

  it('looks through a busy group a stretch of time at a page', async () => {
    const now = Date.now()
    const { at } = await start(
      {
        logGroups: [
          { name: 'g', otherLines: { perMinute: 30_000, aPage: 60_000 }, events: [{ at: '-3m', message: 'found' }] },
        ],
      },
      { now: new Date(now) },
    )
    const client = new CloudWatchLogsClient(at)
    const pages: number[] = []
    let nextToken: string | undefined
    do {
      const page = await client.send(
        new FilterLogEventsCommand({ logGroupName: 'g', startTime: now - 5 * 60_000, endTime: now, nextToken }),
      )
      pages.push(page.events?.length ?? 0)
      nextToken = page.nextToken
    } while (nextToken !== undefined)
    expect(pages).toEqual([0, 1, 0])
  })
})
