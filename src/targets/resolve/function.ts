import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import type { AwsReader } from '../../aws/reader.ts'
import type { Symptom } from '../symptom.ts'
import { lambdaFunction, placeOf } from '../target.ts'
import { getFunctionConfiguration } from './function-calls.ts'
import { ownerOfLogGroup } from './log-group-name.ts'
import { apiSymptoms, type Candidate, type Lookup } from './resolution.ts'

const functionSymptoms: readonly Symptom[] = [
  'errors',
  'timeout',
  'throttled',
  'cold-start',
  'slow',
  '502',
  '504',
  '500',
  'denied',
]
const mostPages = 4

/** `orders`, `orders:live`, `orders:42`, a function ARN, or the log group that Lambda named after it. */
export function functionHint(text: string): { readonly name: string; readonly qualifier?: string } | undefined {
  const arn = /^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:([\w-]+)(?::([\w$-]+))?$/.exec(text)
  const plain = /^([\w-]{1,140})(?::([\w$-]+))?$/.exec(ownerOfLogGroup(text))
  const [, name, qualifier] = arn ?? plain ?? []
  return name === undefined ? undefined : { name, ...(qualifier !== undefined && { qualifier }) }
}

/** A function as a candidate under its plain name and qualifier. */
export function functionCandidate(aws: AwsReader, name: string, qualifier?: string): Candidate {
  const target = lambdaFunction(placeOf(aws), name, qualifier)
  return { target, label: `function ${target.name}`, hint: target.arn }
}

function configurationOf({ name, qualifier }: { readonly name: string; readonly qualifier?: string }, aws: AwsReader) {
  return getFunctionConfiguration(aws, { id: name, region: aws.region, ...(qualifier !== undefined && { qualifier }) })
}

export const functionLookup: Lookup = {
  id: 'lambda.function',
  actions: ['lambda:GetFunctionConfiguration'],
  resource: (text, aws) => lambdaFunction(placeOf(aws), functionHint(text)?.name ?? text).arn,
  fits: (text, symptom) => functionSymptoms.includes(symptom) && functionHint(text) !== undefined,
  round: (symptom) => (apiSymptoms.includes(symptom) ? 2 : 1),
  begin(text, aws) {
    const hint = functionHint(text)
    return hint === undefined ? [] : [configurationOf(hint, aws)]
  },
  async find(text, aws) {
    const hint = functionHint(text)
    if (hint === undefined) return { exact: [], others: [] }
    await configurationOf(hint, aws)
    return { exact: [functionCandidate(aws, hint.name, hint.qualifier)], others: [] }
  },
}

/** Only to say what may have been meant. */
export const functionNames: Lookup = {
  id: 'lambda.functions',
  actions: ['lambda:ListFunctions'],
  resource: () => '*',
  fits: (_, symptom) => functionSymptoms.includes(symptom),
  round: () => 3,
  async find(_, aws) {
    const names: string[] = []
    let marker: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await aws
        .client(LambdaClient)
        .send(new ListFunctionsCommand({ MaxItems: 50, ...(marker !== undefined && { Marker: marker }) }))
      names.push(...(answer.Functions ?? []).map((each) => each.FunctionName ?? ''))
      marker = answer.NextMarker
      if (marker === undefined) break
    }
    return { exact: [], others: names }
  },
}
