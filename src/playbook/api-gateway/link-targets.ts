import { vpcLinkState } from '../../evidence/api-gateway/vpc-link.ts'
import { linkTargets } from '../../evidence/elb/link-targets.ts'
import { deadGroups } from '../../evidence/elb/target-health.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional, type Values } from '../../evidence/probe.ts'
import type { Diagnosis, JudgeContext } from '../cause.ts'
import { listed } from './words.ts'

/** What causes behind a VPC link look at. */
export const linkNeeds = { groups: linkTargets, link: optional(vpcLinkState) } as const

/** Whether anything behind a VPC link can take a request. */
export function judgeTargets(
  { groups, link }: Values<typeof linkNeeds>,
  { target, fact }: JudgeContext<'vpc-link', typeof linkNeeds>,
): Diagnosis {
  const status = valueIfRead(link)?.status
  if (status !== undefined && status !== 'AVAILABLE') return { clear: `VPC link ${target.id} itself is ${status}.` }
  if (groups.length === 0) return { inconclusive: `No target group behind VPC link ${target.id} could be found.` }
  const dead = deadGroups(groups)
  if (dead.length === 0)
    return { clear: `Every target group behind VPC link ${target.id} has a target that takes requests.` }
  const first = dead[0]
  const reasons = [...new Set(dead.flatMap((group) => group.targets.flatMap((each) => each.reason ?? [])))]
  const why =
    first?.targets.length === 0
      ? 'no target is registered'
      : `${first?.targets.length === 1 ? 'its only target is' : `all ${first?.targets.length ?? 0} targets are`} unhealthy${reasons.length === 0 ? '' : ` (${listed(reasons)})`}`
  return {
    strength: !target.isOnPath ? 'possible' : dead.length === groups.length ? 'proven' : 'likely',
    summary: `Behind VPC link ${target.id} of ${target.api.name}, target group ${first?.name ?? ''} takes no requests: ${why}.`,
    facts: [
      fact(
        'groups',
        `Targets of ${first?.name ?? 'the target group'}`,
        first?.targets.length === 0
          ? 'none'
          : (first?.targets
              .map((each) => `${each.id} ${each.state}${each.reason === undefined ? '' : ` ${each.reason}`}`)
              .slice(0, 4)
              .join(', ') ?? ''),
      ),
    ],
    fix: {
      cli: dead
        .slice(0, 3)
        .map((group) => `aws elbv2 describe-target-health --target-group-arn ${group.arn} --region ${target.region}`)
        .join('\n'),
    },
  }
}
