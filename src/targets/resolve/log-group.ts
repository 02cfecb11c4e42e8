import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import type { AwsReader } from '../../aws/reader.ts'
import { functionCandidate } from './function.ts'
import { logGroupHint } from './log-group-name.ts'
import type { Lookup } from './resolution.ts'

const mostPages = 4
const mostFunctions = 6

/** `why /orders/app`: the functions that write to a log group of a name of their own. */
export const logGroupLookup: Lookup = {
  id: 'lambda.functions-of-log-group',
  actions: ['lambda:ListFunctions'],
  resource: () => '*',
  fits: (text, symptom) => symptom === 'any' && logGroupHint(text) !== undefined,
  round: () => 1,
  async find(text, aws: AwsReader) {
    const group = logGroupHint(text)
    const names: string[] = []
    let marker: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await aws
        .client(LambdaClient)
        .send(new ListFunctionsCommand({ MaxItems: 50, ...(marker !== undefined && { Marker: marker }) }))
      names.push(
        ...(answer.Functions ?? [])
          .filter((each) => each.LoggingConfig?.LogGroup === group)
          .map((each) => each.FunctionName ?? ''),
      )
      marker = answer.NextMarker
      if (marker === undefined) break
    }
    return {
      exact: names.slice(0, mostFunctions).map((name) => functionCandidate(aws, name)),
      others: [],
      isGroup: true,
      notes:
        names.length > 0
          ? [`${group} is a log group; looked at the functions that write to it: ${names.join(', ')}.`]
          : [`${group} is a log group that no function of this region writes to; name what writes to it.`],
    }
  },
}
