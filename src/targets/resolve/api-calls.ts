import {
  APIGatewayClient,
  GetRestApiCommand,
  GetRestApisCommand,
  GetStagesCommand,
  type RestApi,
  type Stage,
} from '@aws-sdk/client-api-gateway'
import {
  type Api,
  ApiGatewayV2Client,
  GetApiCommand,
  GetApisCommand,
  GetStagesCommand as GetHttpStagesCommand,
  type Stage as HttpStage,
} from '@aws-sdk/client-apigatewayv2'
import type { AwsReader } from '../../aws/reader.ts'

const mostPages = 6
const calls = new WeakMap<AwsReader, Map<string, Promise<unknown>>>()

/** What was asked to find an API is not asked again to judge it: each call goes out once for a reader. */
function once<T>(aws: AwsReader, key: string, call: () => Promise<T>): Promise<T> {
  const known = calls.get(aws) ?? new Map<string, Promise<unknown>>()
  calls.set(aws, known)
  const running = known.get(key)
  if (running !== undefined) return running as Promise<T>
  const answer = call()
  known.set(key, answer)
  return answer
}

/** All REST APIs of the region, 3,000 at most. */
export function listRestApis(aws: AwsReader): Promise<RestApi[]> {
  return once(aws, 'rest-apis', async () => {
    const apis: RestApi[] = []
    let position: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await aws
        .client(APIGatewayClient)
        .send(new GetRestApisCommand({ limit: 500, ...(position !== undefined && { position }) }))
      apis.push(...(answer.items ?? []))
      position = answer.position
      if (position === undefined) break
    }
    return apis
  })
}

/** All HTTP and WebSocket APIs of the region, 3,000 at most. */
export function listHttpApis(aws: AwsReader): Promise<Api[]> {
  return once(aws, 'http-apis', async () => {
    const apis: Api[] = []
    let token: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await aws
        .client(ApiGatewayV2Client)
        .send(new GetApisCommand({ MaxResults: '500', ...(token !== undefined && { NextToken: token }) }))
      apis.push(...(answer.Items ?? []))
      token = answer.NextToken
      if (token === undefined) break
    }
    return apis
  })
}

/** A REST API by id, out of the list where that was read. */
export async function getRestApi(aws: AwsReader, id: string): Promise<RestApi> {
  const listed = await (calls.get(aws)?.get('rest-apis') as Promise<RestApi[]> | undefined)?.catch(() => undefined)
  return (
    listed?.find((api) => api.id === id) ??
    once(aws, `rest-api ${id}`, () => aws.client(APIGatewayClient).send(new GetRestApiCommand({ restApiId: id })))
  )
}

/** An HTTP or WebSocket API by id, out of the list where that was read. */
export async function getHttpApi(aws: AwsReader, id: string): Promise<Api> {
  const listed = await (calls.get(aws)?.get('http-apis') as Promise<Api[]> | undefined)?.catch(() => undefined)
  const found = listed?.find((api) => api.ApiId === id)
  if (found !== undefined) return found
  return once(aws, `http-api ${id}`, async () => {
    const { $metadata: _, ...api } = await aws.client(ApiGatewayV2Client).send(new GetApiCommand({ ApiId: id }))
    return api as Api
  })
}

export function restStages(aws: AwsReader, id: string): Promise<Stage[]> {
  return once(aws, `rest-stages ${id}`, async () => {
    const answer = await aws.client(APIGatewayClient).send(new GetStagesCommand({ restApiId: id }))
    return answer.item ?? []
  })
}

export function httpStages(aws: AwsReader, id: string): Promise<HttpStage[]> {
  return once(aws, `http-stages ${id}`, async () => {
    const answer = await aws.client(ApiGatewayV2Client).send(new GetHttpStagesCommand({ ApiId: id }))
    return answer.Items ?? []
  })
}
