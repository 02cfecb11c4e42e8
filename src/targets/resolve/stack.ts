import { CloudFormationClient, DescribeStackResourcesCommand, type StackResource } from '@aws-sdk/client-cloudformation'
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import type { AwsReader } from '../../aws/reader.ts'
import type { Symptom } from '../symptom.ts'
import { apiHint, httpApiStages, restApiStages } from './api.ts'
import { getHttpApi, getRestApi } from './api-calls.ts'
import { functionCandidate, functionHint } from './function.ts'
import { apiSymptoms, type Lookup, type LookupResult } from './resolution.ts'

const pathSymptoms: readonly Symptom[] = [
  '502',
  '504',
  '500',
  '4xx',
  'errors',
  'timeout',
  'throttled',
  'cold-start',
  'slow',
  '403',
]

/** `orders-stack` or `orders-stack/OrdersFunction`: the APIs or functions that a stack made. */
export const stackLookup: Lookup = {
  id: 'cloudformation.stack-resources',
  actions: ['cloudformation:DescribeStackResources'],
  resource: (text, aws) =>
    `arn:${aws.partition}:cloudformation:${aws.region}:${aws.account}:stack/${text.split('/')[0]}/*`,
  fits: (text, symptom) => pathSymptoms.includes(symptom) && /^[A-Za-z][\w-]{0,127}(\/\w+)?$/.test(text),
  round: () => 2,
  async find(text, aws, symptom) {
    const [stack = '', logicalId] = text.split('/')
    const answer = await aws
      .client(CloudFormationClient)
      .send(new DescribeStackResourcesCommand({ StackName: stack }))
      .catch((error: unknown) => {
        // CloudFormation says "does not exist" with a ValidationError.
        if (error instanceof Error && /does not exist/.test(error.message)) return { StackResources: [] }
        throw error
      })
    const resources = (answer.StackResources ?? []).filter(
      (each) => logicalId === undefined || each.LogicalResourceId === logicalId,
    )
    const result = await targetsOf(resources.map(physical), aws, symptom)
    return {
      ...result,
      isGroup: true,
      notes: [
        ...(result.notes ?? []),
        ...(result.exact.length > 0 ? [`${stack} is a CloudFormation stack; looked at what it made.`] : []),
      ],
    }
  },
}

/** Resources that carry the name as the value of any tag. */
export const tagLookup: Lookup = {
  id: 'tagging.resources',
  actions: ['tag:GetResources'],
  resource: () => '*',
  fits: (text, symptom) => pathSymptoms.includes(symptom) && !text.startsWith('arn:'),
  round: () => 3,
  async find(text, aws, symptom) {
    const [key, wanted] = text.includes('=') ? [text.split('=')[0], text.split('=')[1] ?? ''] : [undefined, text]
    const found: { type: string; id: string }[] = []
    let token: string | undefined
    for (let page = 0; page < 3; page += 1) {
      const answer = await aws.client(ResourceGroupsTaggingAPIClient).send(
        new GetResourcesCommand({
          ResourceTypeFilters: ['apigateway', 'lambda:function'],
          ...(key !== undefined && { TagFilters: [{ Key: key, Values: [wanted] }] }),
          ...(token !== undefined && { PaginationToken: token }),
        }),
      )
      for (const { ResourceARN: arn = '', Tags: tags = [] } of answer.ResourceTagMappingList ?? [])
        if (tags.some((tag) => tag.Value === wanted && (key === undefined || tag.Key === key))) found.push(fromArn(arn))
      token = answer.PaginationToken === '' ? undefined : answer.PaginationToken
      if (token === undefined) break
    }
    const result = await targetsOf(found, aws, symptom)
    return { ...result, isGroup: true, notes: result.exact.length > 0 ? [`Found by tag ${text}.`] : [] }
  },
}

function physical(resource: StackResource): { type: string; id: string } {
  return { type: resource.ResourceType ?? '', id: resource.PhysicalResourceId ?? '' }
}

function fromArn(arn: string): { type: string; id: string } {
  if (arn.includes(':lambda:')) return { type: 'AWS::Lambda::Function', id: functionHint(arn)?.name ?? '' }
  return {
    type: arn.includes('/restapis/') ? 'AWS::ApiGateway::RestApi' : 'AWS::ApiGatewayV2::Api',
    id: apiHint(arn).api,
  }
}

/** For questions about an API the stack's APIs are meant, for the rest its functions. */
async function targetsOf(
  resources: readonly { type: string; id: string }[],
  aws: AwsReader,
  symptom: Symptom,
): Promise<LookupResult> {
  const unique = [...new Map(resources.map((each) => [`${each.type} ${each.id}`, each])).values()].filter(
    (each) => each.id !== '',
  )
  const functions = unique
    .filter((each) => each.type === 'AWS::Lambda::Function')
    .map((each) => functionCandidate(aws, each.id))
  const apis = unique.filter(
    (each) => each.type === 'AWS::ApiGateway::RestApi' || each.type === 'AWS::ApiGatewayV2::Api',
  )
  if (!apiSymptoms.includes(symptom) && functions.length > 0) return { exact: functions, others: [] }
  const staged = await Promise.all(
    apis.map(async (each) => {
      if (each.type === 'AWS::ApiGateway::RestApi') {
        const api = await getRestApi(aws, each.id)
        return restApiStages(aws, each.id, api.name ?? each.id, undefined)
      }
      const api = await getHttpApi(aws, each.id)
      return httpApiStages(
        aws,
        { id: each.id, name: api.Name ?? each.id, protocol: api.ProtocolType ?? 'HTTP' },
        undefined,
      )
    }),
  )
  const exact = staged.flatMap((result) => result.exact)
  return {
    exact: exact.length > 0 ? exact : functions,
    others: [],
    notes: staged.flatMap((result) => result.notes ?? []),
  }
}
