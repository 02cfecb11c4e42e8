import { APIGatewayClient, GetRestApisCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway'
import {
  GetAccountSettingsCommand,
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionRecursionConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListLayerVersionsCommand,
  ListProvisionedConcurrencyConfigsCommand,
} from '@aws-sdk/client-lambda'
import { GetWebACLForResourceCommand, WAFV2Client } from '@aws-sdk/client-wafv2'
import type { ServiceTrials } from './trial.ts'

/** A name that nothing has: asking for it shows that asking is allowed. */
const nothing = 'firstlook-doctor-asks-for-nothing'

export const lambdaTrials: ServiceTrials = async ({ aws, attempt, cannot }) => {
  const lambda = aws.client(LambdaClient)
  const [listed] = await Promise.all([
    attempt('lambda:ListFunctions', () => lambda.send(new ListFunctionsCommand({ MaxItems: 1 }))),
    attempt('lambda:GetAccountSettings', () => lambda.send(new GetAccountSettingsCommand({}))),
    attempt('lambda:ListEventSourceMappings', () => lambda.send(new ListEventSourceMappingsCommand({ MaxItems: 1 }))),
    attempt('lambda:ListLayerVersions', () => lambda.send(new ListLayerVersionsCommand({ LayerName: nothing }))),
  ])
  const FunctionName = listed?.Functions?.[0]?.FunctionName
  if (FunctionName === undefined)
    return cannot(
      'no function was found to try it on',
      'lambda:GetAlias',
      'lambda:GetFunctionConcurrency',
      'lambda:GetFunctionConfiguration',
      'lambda:GetFunctionEventInvokeConfig',
      'lambda:GetFunctionRecursionConfig',
      'lambda:GetFunctionUrlConfig',
      'lambda:GetPolicy',
      'lambda:ListProvisionedConcurrencyConfigs',
    )
  await Promise.all([
    attempt('lambda:GetFunctionConfiguration', () =>
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    ),
    attempt('lambda:GetFunctionConcurrency', () => lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))),
    attempt('lambda:GetFunctionEventInvokeConfig', () =>
      lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName })),
    ),
    attempt('lambda:GetFunctionRecursionConfig', () =>
      lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName })),
    ),
    attempt('lambda:GetFunctionUrlConfig', () => lambda.send(new GetFunctionUrlConfigCommand({ FunctionName }))),
    attempt('lambda:GetPolicy', () => lambda.send(new GetPolicyCommand({ FunctionName }))),
    attempt('lambda:ListProvisionedConcurrencyConfigs', () =>
      lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName })),
    ),
    attempt('lambda:GetAlias', () => lambda.send(new GetAliasCommand({ FunctionName, Name: nothing }))),
  ])
}

export const apiTrials: ServiceTrials = async ({ aws, attempt, cannot }) => {
  const gateway = aws.client(APIGatewayClient)
  const listed = await attempt('apigateway:GET', () => gateway.send(new GetRestApisCommand({ limit: 1 })))
  const restApiId = listed?.items?.[0]?.id
  const stages =
    restApiId === undefined
      ? undefined
      : await attempt('apigateway:GET', () => gateway.send(new GetStagesCommand({ restApiId })))
  const stage = stages?.item?.[0]?.stageName
  if (stage === undefined) return cannot('no stage of a REST API was found to try it on', 'wafv2:GetWebACLForResource')
  const ResourceArn = `arn:${aws.partition}:apigateway:${aws.region}::/restapis/${restApiId}/stages/${stage}`
  await attempt('wafv2:GetWebACLForResource', () =>
    aws.client(WAFV2Client).send(new GetWebACLForResourceCommand({ ResourceArn })),
  )
}
