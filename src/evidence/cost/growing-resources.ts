import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import type { AwsReader } from '../../aws/reader.ts'
import type { AccountRegion } from '../../targets/target.ts'
import { citeMetric, type MetricQuery, readMetrics } from '../cloudwatch/metrics.ts'
import { noData, total, within } from '../cloudwatch/series.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { dayMs } from './days.ts'
import { familyOf, regionOfUsage, type UsageFamily, type UsageMetric } from './usage-family.ts'
import { type UsageShare, usageTypes } from './usage-types.ts'

/** How one resource's use grew with the rise: per day before it, and since. */
export interface GrowingResource {
  readonly familyId: string
  /** `log group`, `NAT gateway`. */
  readonly kind: string
  readonly name: string
  readonly region: string
  readonly metric: string
  readonly before: number
  readonly since: number
  /** Its part of the growth of all resources read, 0 to 1. */
  readonly share: number
  /** Resources of its kind that were not read, to keep the price low. */
  readonly unreadCount: number
}

export interface GrowingResources {
  /** The fastest first. */
  readonly resources: readonly GrowingResource[]
  /** Calls of each function that Lambda stopped for calling itself, since the rise; only functions with any. */
  readonly recursive: readonly { readonly name: string; readonly stopped: number }[]
}

const mostFamilies = 3
/** A metric costs $0.00001, and an answer may take a tenth of a cent. */
const mostMetrics = 96
/** Within 15 days CloudWatch keeps enough detail for one call. */
const mostDays = 14
const leastGrowth = 1.3
const leastShare = 0.2

/** Which resources' own metrics grew with the bill; reads nothing when no bill rose. Reads at most 96 metrics, of three kinds. */
export const growingResources = defineProbe<GrowingResources, AccountRegion>({
  id: 'cost.growing-resources',
  actions: ['cloudwatch:ListMetrics', 'cloudwatch:GetMetricData'],
  uses: [usageTypes],
  key: (target) => `${target.account} ${target.region} ${target.name}`,
  resource: () => '*',
  async fetch(target, at) {
    const usage = await at.read(usageTypes, target)
    const risen = familiesOf(usage?.shares ?? []).slice(0, mostFamilies)
    const found = await Promise.all(
      risen.map((each) => growthOf(target, at, each, Math.floor(mostMetrics / risen.length))),
    )
    return {
      resources: found.flatMap((each) => each.resources).sort((a, b) => b.share - a.share),
      recursive: found.flatMap((each) => each.recursive),
    }
  },
  cite: (target, window, aspect) => {
    const [namespace = 'AWS/Lambda', metric = 'Invocations', dimension = '', value = '', region = target.region] = (
      aspect ?? ''
    ).split('|')
    return citeMetric(
      { ...target, region },
      { namespace, metric, stat: 'Sum', dimensions: dimension === '' ? {} : { [dimension]: value } },
      window,
    )
  },
})

/** What names one resource's metric in a citation. */
export function aspectOf(resource: GrowingResource): string {
  return [...resource.metric.split('|'), resource.name, resource.region].join('|')
}

interface RisenFamily {
  readonly family: UsageFamily
  readonly metric: UsageMetric
  readonly share: UsageShare
}

function familiesOf(shares: readonly UsageShare[]): RisenFamily[] {
  const risen = shares.flatMap((share): RisenFamily[] => {
    const family = familyOf(share.service, share.usageType)
    return family?.metric === undefined || share.extraUsd <= 0 ? [] : [{ family, metric: family.metric, share }]
  })
  return risen.filter((each, index) => risen.findIndex((other) => other.family.id === each.family.id) === index)
}

async function growthOf(
  target: AccountRegion,
  at: ReadContext,
  { family, metric, share }: RisenFamily,
  allowed: number,
): Promise<GrowingResources> {
  const region = regionOfUsage(share.usageType) ?? target.region
  const listed = await at.aws
    .client(CloudWatchClient, region)
    .send(new ListMetricsCommand({ Namespace: metric.namespace, MetricName: metric.metric }))
  const sets = (listed.Metrics ?? []).flatMap(({ Dimensions = [] }) =>
    Dimensions.length === metric.dimensions.length &&
    metric.dimensions.every((name) => Dimensions.some((each) => each.Name === name))
      ? [Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]))]
      : [],
  )
  const main = metric.dimensions[0] ?? ''
  const isLambda = family.id === 'cost-lambda-duration'
  const mostResources = Math.floor(allowed / (isLambda ? 2 : 1))
  const queries: Record<string, MetricQuery> = {}
  for (const [index, dimensions] of sets.slice(0, mostResources).entries()) {
    queries[`use${index}`] = { namespace: metric.namespace, metric: metric.metric, stat: metric.stat, dimensions }
    if (isLambda)
      queries[`recursive${index}`] = {
        namespace: 'AWS/Lambda',
        metric: 'RecursiveInvocationsDropped',
        stat: 'Sum',
        dimensions,
      }
  }
  if (sets.length === 0) return { resources: [], recursive: [] }
  const from = Math.max(share.rise.onset - 7 * dayMs, at.window.to - mostDays * dayMs)
  const window = { from, to: Math.min((share.rise.days.at(-1) ?? share.rise.onset) + dayMs, at.window.to) }
  const series = await readMetrics({ ...at, aws: inRegion(at.aws, region) }, queries, window)
  const perDay = (name: string, start: number, end: number): number => {
    const part = within(series[name] ?? noData, start, end)
    return (
      total(part) /
      (metric.stat === 'Average' ? Math.max(1, part.points.length) : Math.max(1 / 24, (end - start) / dayMs))
    )
  }
  const grown = sets.slice(0, mostResources).map((dimensions, index) => ({
    name: dimensions[main] ?? '',
    before: perDay(`use${index}`, from, share.rise.onset),
    since: perDay(`use${index}`, share.rise.onset, window.to),
    stopped: total(within(series[`recursive${index}`] ?? noData, share.rise.onset, window.to)),
  }))
  const growth = grown.reduce((sum, each) => sum + Math.max(0, each.since - each.before), 0)
  return {
    resources: grown
      .filter((each) => each.since > leastGrowth * each.before && each.since - each.before >= leastShare * growth)
      .map(({ name, before, since }) => ({
        familyId: family.id,
        kind: metric.resource,
        name,
        region,
        metric: `${metric.namespace}|${metric.metric}|${main}`,
        before,
        since,
        share: (since - before) / growth,
        unreadCount: Math.max(0, sets.length - mostResources),
      })),
    recursive: grown.filter((each) => each.stopped > 0).map(({ name, stopped }) => ({ name, stopped })),
  }
}

function inRegion(aws: AwsReader, region: string): AwsReader {
  return region === aws.region
    ? aws
    : { ...aws, region, client: (service, other = region) => aws.client(service, other) }
}
