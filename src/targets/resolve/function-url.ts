import { GetFunctionUrlConfigCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { lambdaFunction, placeOf } from '../target.ts'
import { functionCandidate, functionHint } from './function.ts'
import type { Lookup } from './resolution.ts'

/** `orders` asked for what it refuses: a function that has a URL, since only there it has callers of its own to refuse. */
export const functionUrlLookup: Lookup = {
  id: 'lambda.function-url',
  actions: ['lambda:GetFunctionUrlConfig'],
  resource: (text, aws) => lambdaFunction(placeOf(aws), functionHint(text)?.name ?? text).arn,
  fits: (text, symptom) => (symptom === '4xx' || symptom === '403') && functionHint(text) !== undefined,
  round: () => 2,
  async find(text, aws) {
    const hint = functionHint(text)
    if (hint === undefined) return { exact: [], others: [] }
    const { name, qualifier } = hint
    const isAlias = qualifier !== undefined && !/^\d+$/.test(qualifier)
    await aws
      .client(LambdaClient)
      .send(new GetFunctionUrlConfigCommand({ FunctionName: name, ...(isAlias && { Qualifier: qualifier }) }))
    return { exact: [functionCandidate(aws, name, qualifier)], others: [] }
  },
}
