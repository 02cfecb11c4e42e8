import { CloudFormationClient, ListChangeSetsCommand } from '@aws-sdk/client-cloudformation'
import type { Stack } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { defineProbe } from '../probe.ts'
import { isMissingStack, stackKey, stackLink } from './stack.ts'

/** A change set that has not been deleted: executed ones vanish with the next update. */
export interface ChangeSet {
  readonly arn: string
  readonly name: string
  readonly status: string
  readonly reason: string
  readonly executionStatus: string
  /** Epoch milliseconds. */
  readonly createdAt: number
}

const mostPages = 4

/** The stack's change sets, newest first. */
export const changeSets = defineProbe<readonly ChangeSet[], Stack>({
  id: 'cloudformation.change-sets',
  actions: ['cloudformation:ListChangeSets'],
  key: stackKey,
  resource: (target) => target.arn,
  async fetch(target, { aws }) {
    if (target.id === '') return []
    const found: ChangeSet[] = []
    let token: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await aws
        .client(CloudFormationClient, target.region)
        .send(new ListChangeSetsCommand({ StackName: target.id, ...(token !== undefined && { NextToken: token }) }))
        .catch((error: unknown) => {
          if (isMissingStack(error)) return { Summaries: [], NextToken: undefined }
          throw error
        })
      for (const each of answer.Summaries ?? [])
        found.push({
          arn: each.ChangeSetId ?? '',
          name: each.ChangeSetName ?? '',
          status: each.Status ?? '',
          reason: each.StatusReason ?? '',
          executionStatus: each.ExecutionStatus ?? '',
          createdAt: each.CreationTime?.getTime() ?? 0,
        })
      token = answer.NextToken
      if (token === undefined) break
    }
    return found.sort((a, b) => b.createdAt - a.createdAt)
  },
  cite: (target) => ({
    source: `cloudformation:ListChangeSets StackName=${target.name}`,
    account: target.account,
    region: target.region,
    link: stackLink(target, 'changesets'),
    cli: `aws cloudformation list-change-sets --stack-name ${shellWord(target.id)} --region ${target.region}`,
  }),
})
