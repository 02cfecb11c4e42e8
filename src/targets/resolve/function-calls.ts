import {
  GetFunctionConfigurationCommand,
  type GetFunctionConfigurationCommandOutput,
  LambdaClient,
} from '@aws-sdk/client-lambda'
import type { AwsReader } from '../../aws/reader.ts'
import type { LambdaFunction } from '../target.ts'

const answers = new WeakMap<AwsReader, Map<string, Promise<GetFunctionConfigurationCommandOutput>>>()

/** Asks for a function's configuration once for each reader. For look-ups and probes only: the answer holds environment values. */
export function getFunctionConfiguration(
  aws: AwsReader,
  target: Pick<LambdaFunction, 'id' | 'qualifier' | 'region'>,
): Promise<GetFunctionConfigurationCommandOutput> {
  const known = answers.get(aws) ?? new Map<string, Promise<GetFunctionConfigurationCommandOutput>>()
  answers.set(aws, known)
  const key = `${target.region} ${target.id}:${target.qualifier ?? ''}`
  const running = known.get(key)
  if (running !== undefined) return running
  const answer = aws.client(LambdaClient, target.region).send(
    new GetFunctionConfigurationCommand({
      FunctionName: target.id,
      ...(target.qualifier !== undefined && { Qualifier: target.qualifier }),
    }),
  )
  known.set(key, answer)
  return answer
}
