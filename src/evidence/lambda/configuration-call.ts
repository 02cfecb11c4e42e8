import {
  GetFunctionConfigurationCommand,
  type GetFunctionConfigurationCommandOutput,
  LambdaClient,
} from '@aws-sdk/client-lambda'
import type { AwsReader } from '../../aws/reader.ts'
import type { LambdaFunction } from '../../targets/target.ts'

const answers = new WeakMap<AwsReader, Map<string, Promise<GetFunctionConfigurationCommandOutput>>>()

/** Asks for a function's configuration once for each reader. For probes only: the answer holds environment values. */
export function getFunctionConfiguration(
  aws: AwsReader,
  target: LambdaFunction,
): Promise<GetFunctionConfigurationCommandOutput> {
  const known = answers.get(aws) ?? new Map<string, Promise<GetFunctionConfigurationCommandOutput>>()
  answers.set(aws, known)
  const running = known.get(target.arn)
  if (running !== undefined) return running
  const answer = aws.client(LambdaClient, target.region).send(
    new GetFunctionConfigurationCommand({
      FunctionName: target.id,
      ...(target.qualifier !== undefined && { Qualifier: target.qualifier }),
    }),
  )
  known.set(target.arn, answer)
  return answer
}
