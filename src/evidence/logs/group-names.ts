import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { LogGroup } from '../../targets/target.ts'
import { shellWord } from '../cloudwatch/metrics.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'

/** Log groups whose name holds the telling part of the one asked for: to say which may have been meant. */
export const logGroupNames = defineProbe<readonly string[], LogGroup>({
  id: 'logs.group-names',
  actions: ['logs:DescribeLogGroups'],
  key: ({ arn }) => arn,
  resource: ({ partition, region, account }) => `arn:${partition}:logs:${region}:${account}:log-group:*`,
  async fetch(group, { aws }) {
    const answer = await aws
      .client(CloudWatchLogsClient)
      .send(new DescribeLogGroupsCommand({ logGroupNamePattern: tellingPart(group.name), limit: 50 }))
    return (answer.logGroups ?? []).flatMap(({ logGroupName }) => logGroupName ?? [])
  },
  cite: (group) => ({
    source: `logs:DescribeLogGroups ${tellingPart(group.name)}`,
    account: group.account,
    region: group.region,
    link: consoleLink(group, 'cloudwatch', 'logsV2:log-groups'),
    cli: `aws logs describe-log-groups --log-group-name-pattern ${shellWord(tellingPart(group.name))} --query 'logGroups[].logGroupName' --region ${group.region}`,
  }),
})

/** `orders` of `/aws/lambda/orders-worker`: the longest word of the last part. */
function tellingPart(name: string): string {
  const last = name.split('/').findLast((part) => part !== '') ?? name
  const words = last.split(/[^A-Za-z0-9]+/).sort((a, b) => b.length - a.length)
  return words[0] || 'aws'
}
