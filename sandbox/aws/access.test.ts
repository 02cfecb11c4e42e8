import { APIGatewayClient, GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda'
import { GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3'
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
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

describe('denials', () => {
  it('words each refusal as its service does', async () => {
    const { at } = await start({ deny: ['*:*'], functions })
    const because = (action: string) => `because no identity-based policy allows the ${action} action`
    const caller = 'User: arn:aws:iam::123456789012:user/engineer is not authorized to perform:'
    await expect(new LambdaClient(at).send(new GetPolicyCommand({ FunctionName: 'orders' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `${caller} lambda:GetPolicy on resource: arn:aws:lambda:eu-west-1:123456789012:function:orders ${because('lambda:GetPolicy')}`,
      $metadata: { httpStatusCode: 403 },
    })
    await expect(new APIGatewayClient(at).send(new GetRestApisCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `${caller} apigateway:GET on resource: arn:aws:apigateway:eu-west-1::/restapis ${because('apigateway:GET')}`,
    })
    await expect(new CloudWatchClient(at).send(new DescribeAlarmsCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `${caller} cloudwatch:DescribeAlarms ${because('cloudwatch:DescribeAlarms')}`,
    })
    await expect(new CloudWatchLogsClient(at).send(new DescribeLogGroupsCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    })
    await expect(
      new CloudFormationClient(at).send(new DescribeStacksCommand({ StackName: 's' })),
    ).rejects.toMatchObject({ name: 'AccessDenied', message: expect.stringContaining('stack/s/*') })
    await expect(new IAMClient(at).send(new GetRoleCommand({ RoleName: 'r' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
    await expect(new EC2Client(at).send(new DescribeSubnetsCommand({}))).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
    })
    await expect(new DynamoDBClient(at).send(new DescribeTableCommand({ TableName: 't' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    })
    await expect(new SQSClient(at).send(new GetQueueUrlCommand({ QueueName: 'q' }))).rejects.toMatchObject({
      message: expect.stringContaining('sqs:getqueueurl'),
    })
    await expect(new S3Client(at).send(new GetBucketPolicyCommand({ Bucket: 'b' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('on resource: "arn:aws:s3:::b"'),
    })
    await expect(new STSClient(at).send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({
      Account: '123456789012',
    })
  })

  it('follows the caller’s own policy, and names an explicit deny', async () => {
    const policy = {
      Statement: [
        { Effect: 'Allow', Action: 'lambda:*', Resource: '*' },
        { Effect: 'Deny', Action: 'lambda:GetPolicy', Resource: '*' },
      ],
    }
    const { at } = await start({ caller: { policy }, functions })
    await expect(new LambdaClient(at).send(readFunction)).resolves.toMatchObject({ FunctionName: 'orders' })
    await expect(new LambdaClient(at).send(new GetPolicyCommand({ FunctionName: 'orders' }))).rejects.toThrow(
      'with an explicit deny in an identity-based policy',
    )
    await expect(new APIGatewayClient(at).send(new GetRestApisCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    })
  })

  it('scopes a denial to a resource', async () => {
    const { at } = await start({
      deny: [{ action: 'lambda:*', resource: '*:function:carts*' }],
      functions: [...functions, { name: 'carts' }],
    })
    await expect(new LambdaClient(at).send(readFunction)).resolves.toBeDefined()
    await expect(
      new LambdaClient(at).send(new GetFunctionConfigurationCommand({ FunctionName: 'carts' })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })
})

describe('accounts and regions', () => {
  const role = {
    name: 'Firstlook',
    trust: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::123456789012:root' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'xyz' } },
        },
      ],
    },
    inline: { read: { Statement: [{ Effect: 'Allow', Action: 'lambda:*', Resource: '*' }] } },
  }
  const world: DeclaredWorld = {
    functions,
    elsewhere: [
      { account: '222222222222', functions: [{ name: 'payments' }], roles: [role] },
      { region: 'us-east-1', functions: [{ name: 'edge' }] },
    ],
  }

  it('gives an assumed role its own account, its own policies and the session’s', async () => {
    const { aws, at } = await start(world)
    const assume = (ExternalId: string, Policy?: string) =>
      new STSClient(at).send(
        new AssumeRoleCommand({
          RoleArn: 'arn:aws:iam::222222222222:role/Firstlook',
          RoleSessionName: 'alice',
          ExternalId,
          ...(Policy === undefined ? {} : { Policy }),
        }),
      )
    await expect(assume('wrong')).rejects.toMatchObject({ name: 'AccessDenied' })
    const { Credentials, AssumedRoleUser } = await assume('xyz')
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::222222222222:assumed-role/Firstlook/alice')
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    }
    expect((await new LambdaClient({ ...at, credentials }).send(new ListFunctionsCommand({}))).Functions).toMatchObject(
      [{ FunctionArn: 'arn:aws:lambda:eu-west-1:222222222222:function:payments' }],
    )
    await expect(new APIGatewayClient({ ...at, credentials }).send(new GetRestApisCommand({}))).rejects.toThrow(
      'assumed-role/Firstlook/alice',
    )
    const scoped = await assume(
      'xyz',
      JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }] }),
    )
    const narrow = { accessKeyId: scoped.Credentials?.AccessKeyId ?? '', secretAccessKey: 's' }
    await expect(new LambdaClient({ ...at, credentials: narrow }).send(new ListFunctionsCommand({}))).rejects.toThrow(
      'because no session policy allows',
    )
    expect(aws.calls.at(-1)).toMatchObject({ account: '222222222222', error: 'AccessDeniedException' })
  })

  it('keeps regions apart', async () => {
    const { at } = await start(world)
    expect(
      (await new LambdaClient({ ...at, region: 'us-east-1' }).send(new ListFunctionsCommand({}))).Functions?.map(
        ({ FunctionName }) => FunctionName,
      ),
    ).toEqual(['edge'])
    expect(
      (await new LambdaClient({ ...at, region: 'eu-north-1' }).send(new ListFunctionsCommand({}))).Functions,
    ).toEqual([])
  })
})

describe('tagged sessions', () => {
  it('need a trust policy that allows them', async () => {
    const trust = {
      Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' }],
    }
    const { at } = await start({
      roles: [{ name: 'plain', trust }, { name: 'tagged', trustedAccounts: ['123456789012'] }, { name: 'function' }],
    })
    const assume = (name: string) =>
      new STSClient(at).send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::123456789012:role/${name}`,
          RoleSessionName: 'ada',
          Tags: [{ Key: 'user', Value: 'U1' }],
        }),
      )
    await expect(assume('plain')).rejects.toThrow('sts:TagSession')
    await expect(assume('function')).rejects.toThrow('sts:AssumeRole')
    await expect(assume('gone')).rejects.toThrow(
      'is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/gone',
    )
    expect((await assume('tagged')).AssumedRoleUser?.Arn).toContain('assumed-role/tagged/ada')
  })
})
