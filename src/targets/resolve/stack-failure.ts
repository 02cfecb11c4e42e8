import {
  CloudFormationClient,
  DescribeStacksCommand,
  type DescribeStacksCommandOutput,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation'
import type { AwsReader } from '../../aws/reader.ts'
import { percentDecoded } from '../percent-decoded.ts'
import type { Symptom } from '../symptom.ts'
import { cloudFormationStack, placeOf, type Stack } from '../target.ts'
import type { Candidate, Lookup, LookupResult } from './resolution.ts'

type Details = Readonly<Record<string, string>>

const mostPages = 5

interface StackHint {
  /** Name or ARN; absent when only an error was pasted. */
  readonly stack?: string
  readonly error?: string
}

/** A stack's name, its ARN, a console address, or what a deployment printed. */
export function stackHint(text: string, details?: Details): StackHint {
  const error = details?.error ?? details?.message
  const withError = error === undefined ? {} : { error }
  const arn = /arn:[\w-]+:cloudformation:[\w-]+:\d{12}:stack\/[\w-]+\/[\w-]+/.exec(percentDecoded(text))?.[0]
  if (arn !== undefined) return { stack: arn, ...(/\s/.test(text) ? { error: text } : withError) }
  if (/^[A-Za-z][\w-]{0,127}$/.test(text)) return { stack: text, ...withError }
  const [first = '', ...rest] = text.split(' ')
  if (rest.length === 0) return {}
  const named = /\bstack(?: named| with id)?:?\s*\[?['"]?([A-Za-z][\w-]{1,127})['"\]]?/i.exec(text)?.[1]
  const isName = /^[A-Za-z][\w-]{2,127}$/.test(first) && /[-\d]/.test(first)
  if (isName) return { stack: first, error: error ?? rest.join(' ') }
  return {
    error: text,
    ...(named !== undefined &&
      !/^(is|in|with|id|name|status|failed|resource|resources)$/i.test(named) && { stack: named }),
  }
}

function candidate(target: Stack, label: string): Candidate {
  return { target, label, hint: target.id === '' ? target.name : target.id }
}

/** A failed deployment that made no stack: judged by what it printed. */
function withoutStack(aws: AwsReader, error: string): Stack {
  return { ...cloudFormationStack(placeOf(aws), '', { error }), id: '', name: 'the deployment' }
}

function fits(text: string, symptom: Symptom): boolean {
  const hint = stackHint(text)
  return symptom === 'failed' && (hint.stack !== undefined || hint.error !== undefined)
}

function describe(aws: AwsReader, stack: string): Promise<DescribeStacksCommandOutput> {
  return aws.client(CloudFormationClient).send(new DescribeStacksCommand({ StackName: stack }))
}

/** A stack that is there, by name or ARN, with a pasted error where there is one. */
export const failedStackLookup = {
  id: 'cloudformation.stack',
  actions: ['cloudformation:DescribeStacks'],
  resource: (text, aws) =>
    `arn:${aws.partition}:cloudformation:${aws.region}:${aws.account}:stack/${stackHint(text).stack ?? '*'}/*`,
  fits,
  round: () => 1,
  begin(text: string, aws: AwsReader) {
    const { stack } = stackHint(text)
    return stack === undefined ? [] : [describe(aws, stack)]
  },
  async find(text: string, aws: AwsReader, _symptom: Symptom, details?: Details): Promise<LookupResult> {
    const { stack, error } = stackHint(text, details)
    const withError = error === undefined ? {} : { error }
    if (stack === undefined)
      return { exact: error === undefined ? [] : [candidate(withoutStack(aws, error), 'pasted error')], others: [] }
    const answer = await describe(aws, stack).catch((problem: unknown) => {
      if (problem instanceof Error && /does not exist/.test(problem.message)) return { Stacks: [] }
      throw problem
    })
    const [found] = answer.Stacks ?? []
    if (found?.StackId === undefined) return { exact: [], others: [] }
    const isGone = found.StackStatus === 'DELETE_COMPLETE'
    return {
      exact: [
        candidate(
          cloudFormationStack(placeOf(aws), found.StackId, { isGone, ...withError }),
          `stack ${found.StackName}, ${found.StackStatus}`,
        ),
      ],
      others: [],
    }
  },
} satisfies Lookup

/** A stack that is gone, such as one whose creation failed and was deleted; else the names that may have been meant. */
export const goneStackLookup = {
  id: 'cloudformation.stacks',
  actions: ['cloudformation:ListStacks'],
  resource: () => '*',
  fits,
  round: () => 2,
  async find(text: string, aws: AwsReader, _symptom: Symptom, details?: Details): Promise<LookupResult> {
    const { stack, error } = stackHint(text, details)
    const names = new Set<string>()
    let newest: { readonly arn: string; readonly at: number } | undefined
    let token: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await aws
        .client(CloudFormationClient)
        .send(new ListStacksCommand({ ...(token !== undefined && { NextToken: token }) }))
      for (const each of answer.StackSummaries ?? []) {
        const at = (each.DeletionTime ?? each.CreationTime)?.getTime() ?? 0
        if (each.StackName === stack && each.StackId !== undefined && (newest === undefined || at > newest.at))
          newest = { arn: each.StackId, at }
        if (each.StackStatus !== 'DELETE_COMPLETE' && each.StackName !== undefined) names.add(each.StackName)
      }
      token = answer.NextToken
      if (token === undefined) break
    }
    const withError = error === undefined ? {} : { error }
    if (newest !== undefined)
      return {
        exact: [
          candidate(
            cloudFormationStack(placeOf(aws), newest.arn, { isGone: true, ...withError }),
            `stack ${stack}, deleted`,
          ),
        ],
        others: [],
        notes: [`${stack} no longer exists; looked at the newest deleted stack of that name.`],
      }
    if (error !== undefined) return { exact: [candidate(withoutStack(aws, error), 'pasted error')], others: [...names] }
    return { exact: [], others: [...names] }
  },
} satisfies Lookup
