import {
  DescribeTableCommand,
  type DescribeTableCommandOutput,
  DynamoDBClient,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb'
import { classify } from '../../aws/failure.ts'
import type { AwsReader } from '../../aws/reader.ts'
import type { Symptom } from '../symptom.ts'
import { placeOf, table } from '../target.ts'
import type { Candidate, Lookup } from './resolution.ts'

const tableSymptoms: readonly Symptom[] = ['throttled', 'slow']
const mostPages = 3

/** `orders`, `orders/by-status`, `orders/index/by-status`, or the ARN of a table, its index or its stream. */
export function tableHint(text: string): { readonly name: string; readonly index?: string } | undefined {
  const arn =
    /^arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table\/([\w.-]{3,255})(?:\/(?:index\/([\w.-]{3,255})|stream\/.*))?$/.exec(text)
  const plain = /^([\w.-]{3,255})(?:\/(?:index\/)?([\w.-]{3,255}))?$/.exec(text)
  const [, name, index] = arn ?? plain ?? []
  return name === undefined ? undefined : { name, ...(index !== undefined && { index }) }
}

/** A table, or one of its indexes, as a candidate. */
export function tableCandidate(aws: AwsReader, name: string, index?: string): Candidate {
  const target = table(placeOf(aws), name, index)
  const label = index === undefined ? `table ${name}` : `index ${index} of table ${name}`
  return { target, label, hint: target.arn }
}

function describe(aws: AwsReader, name: string): Promise<DescribeTableCommandOutput> {
  return aws.client(DynamoDBClient).send(new DescribeTableCommand({ TableName: name }))
}

export const tableLookup: Lookup = {
  id: 'dynamodb.table',
  actions: ['dynamodb:DescribeTable'],
  resource: (text, aws) => table(placeOf(aws), tableHint(text)?.name ?? text).arn,
  fits: (text, symptom) => tableSymptoms.includes(symptom) && tableHint(text) !== undefined,
  round: () => 1,
  begin(text, aws) {
    const hint = tableHint(text)
    return hint === undefined ? [] : [describe(aws, hint.name)]
  },
  async find(text, aws) {
    const hint = tableHint(text)
    if (hint === undefined) return { exact: [], others: [] }
    const answer = await describe(aws, hint.name).catch((error: unknown) => {
      // An ARN leaves no doubt what is meant; what the table's metrics tell needs no description.
      if (text.startsWith('arn:') && classify(error).status === 'denied') return undefined
      throw error
    })
    const { index } = hint
    if (answer === undefined) return { exact: [tableCandidate(aws, hint.name, index)], others: [] }
    if (index === undefined) return { exact: [tableCandidate(aws, hint.name)], others: [] }
    const indexes = (answer.Table?.GlobalSecondaryIndexes ?? []).map((each) => each.IndexName ?? '')
    if (indexes.includes(index)) return { exact: [tableCandidate(aws, hint.name, index)], others: [] }
    const isLocal = answer.Table?.LocalSecondaryIndexes?.some((each) => each.IndexName === index) === true
    return isLocal
      ? {
          exact: [tableCandidate(aws, hint.name)],
          others: [],
          notes: [`${index} is a local index; it shares the capacity of ${hint.name}, so the table was looked at.`],
        }
      : { exact: [], others: [hint.name, ...indexes.map((each) => `${hint.name}/${each}`)] }
  },
}

/** Only to say what may have been meant. */
export const tableNames: Lookup = {
  id: 'dynamodb.tables',
  actions: ['dynamodb:ListTables'],
  resource: () => '*',
  fits: (_, symptom) => tableSymptoms.includes(symptom),
  round: () => 3,
  async find(_, aws) {
    const names: string[] = []
    let start: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await aws
        .client(DynamoDBClient)
        .send(new ListTablesCommand({ Limit: 100, ...(start !== undefined && { ExclusiveStartTableName: start }) }))
      names.push(...(answer.TableNames ?? []))
      start = answer.LastEvaluatedTableName
      if (start === undefined) break
    }
    return { exact: [], others: names }
  },
}
