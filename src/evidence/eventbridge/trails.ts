import { CloudTrailClient, DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail'
import type { EventRule } from '../../targets/target.ts'
import { consoleLink } from '../console-link.ts'
import { defineProbe } from '../probe.ts'
import { asksForTrail } from './pattern-source.ts'
import { ruleSettings } from './rule.ts'

/** The trails that cover the rule's region. */
export interface Trails {
  readonly trails: readonly {
    readonly name: string
    readonly isMultiRegion: boolean
    readonly isLogging: boolean | undefined
  }[]
}

const mostTrails = 3

/** Reads which trails record the account, for rules on API calls; undefined for other rules. */
export const trailsForRule = defineProbe<Trails | undefined, EventRule>({
  id: 'eventbridge.trails',
  actions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus'],
  uses: [ruleSettings],
  key: (target) => target.arn,
  resource: () => '*',
  async fetch(target, at) {
    const { pattern } = await at.read(ruleSettings, target)
    if (pattern === undefined || !asksForTrail(pattern)) return undefined
    const cloudTrail = at.aws.client(CloudTrailClient, target.region)
    const answer = await cloudTrail.send(new DescribeTrailsCommand({ includeShadowTrails: true }))
    const covering = (answer.trailList ?? []).filter(
      (trail) =>
        trail.HomeRegion === target.region || trail.IsMultiRegionTrail === true || trail.HomeRegion === undefined,
    )
    const trails = await Promise.all(
      covering.slice(0, mostTrails).map(async (trail) => {
        const status = await cloudTrail
          .send(new GetTrailStatusCommand({ Name: trail.TrailARN ?? trail.Name ?? '' }))
          .catch(() => undefined)
        return {
          name: trail.Name ?? '',
          isMultiRegion: trail.IsMultiRegionTrail === true,
          isLogging: status?.IsLogging,
        }
      }),
    )
    return { trails }
  },
  cite: (target) => ({
    source: 'cloudtrail:DescribeTrails',
    account: target.account,
    region: target.region,
    link: consoleLink(target, 'cloudtrailv2', '/trails'),
    cli: `aws cloudtrail describe-trails --include-shadow-trails --region ${target.region}`,
  }),
})
