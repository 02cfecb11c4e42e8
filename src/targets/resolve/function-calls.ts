import {
  GetFunctionConfigurationCommand,
  type GetFunctionConfigurationCommandOutput,
  LambdaClient,
} from '@aws-sdk/client-lambda'
import type { AwsReader } from '../../aws/reader.ts'
import type { LambdaFunction } from '../target.ts'

/** A function's configuration, unqualified or of a version or alias. For look-ups and probes only: the answer holds environment values. */
export function getFunctionConfiguration(
  aws: AwsReader,
  target: Pick<LambdaFunction, 'id' | 'qualifier' | 'region'>,
): Promise<GetFunctionConfigurationCommandOutput> {
  return aws.client(LambdaClient, target.region).send(
    new GetFunctionConfigurationCommand({
      FunctionName: target.id,
      ...(target.qualifier !== undefined && { Qualifier: target.qualifier }),
    }),
  )
}
