import { timesAbove, total } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { amount, percent, plural } from '../dynamodb/amount.ts'
import { cutAtWord } from '../lambda/words.ts'
import type { ColdContext, ColdEvidence } from './cold-needs.ts'
import { type ColdVerdict, startsFact, whenOf } from './cold-verdict.ts'
import type { StartPicture } from './start-picture.ts'

const leastSpilledShare = 0.005
const leastInvocations = 5

/** Where provisioned concurrency was set up and did not serve the calls. */
export function provisionedVerdicts(picture: StartPicture, evidence: ColdEvidence, at: ColdContext): ColdVerdict[] {
  const configured = valueIfRead(evidence.provisioned)
  if (configured === undefined || configured.length === 0) return []
  const failed = failedVerdict(picture, evidence, at)
  if (failed !== undefined) return [failed]
  const verdict = spilloverVerdict(evidence, at) ?? bypassVerdict(picture, evidence, at)
  return verdict === undefined ? [] : [verdict]
}

function failedVerdict(
  picture: StartPicture,
  { provisioned, startups, ...rest }: ColdEvidence,
  at: ColdContext,
): ColdVerdict | undefined {
  const bad = (valueIfRead(provisioned) ?? []).find(
    (each) => each.status === 'FAILED' || (each.status === 'IN_PROGRESS' && each.available < each.requested),
  )
  if (bad === undefined || (bad.status === 'IN_PROGRESS' && picture.starts.length === 0)) return undefined
  const { target } = at
  const hasFailed = bad.status === 'FAILED'
  return {
    id: 'cold-pc-allocation-failed',
    strength: hasFailed ? 'proven' : 'likely',
    summary: `Provisioned concurrency of ${target.id}:${bad.qualifier} ${hasFailed ? 'could not be allocated' : 'is still being allocated'}: ${bad.available} of ${bad.requested} environments stand ready${bad.statusReason === undefined ? '' : ` (${cutAtWord(bad.statusReason, 200)})`}.`,
    facts: [
      at.fact(
        'provisioned',
        `Provisioned concurrency of ${bad.qualifier}`,
        `${bad.status}, ${bad.available} of ${bad.requested} available${bad.statusReason === undefined ? '' : `: ${cutAtWord(bad.statusReason, 200)}`}`,
      ),
      ...(picture.starts.length > 0 ? [startsFact(picture, { provisioned, startups, ...rest }, at)] : []),
    ],
    ...whenOf(picture),
    ...(hasFailed && { standsAlone: true }),
    fix: {
      now: 'Put right what the reason names (an error in the init code, or the account’s concurrency limit), then set the provisioned concurrency again.',
      cli: `aws lambda put-provisioned-concurrency-config --function-name ${target.id} --qualifier ${bad.qualifier} --provisioned-concurrent-executions ${bad.requested} --region ${target.region}`,
    },
  }
}

function spilloverVerdict({ use, provisioned, alias }: ColdEvidence, at: ColdContext): ColdVerdict | undefined {
  const counted = valueIfRead(use)
  if (counted === undefined || counted === null) return undefined
  const { target } = at
  const [qualifier, worst] = Object.entries(counted.byQualifier).sort(
    ([, a], [, b]) => total(b.spillover) - total(a.spillover),
  )[0] ?? [undefined, counted.all]
  const series = total(worst.spillover) > 0 ? worst : counted.all
  const spilled = total(series.spillover)
  const served = total(series.provisioned)
  const share = spilled / Math.max(1, spilled + served)
  if (spilled === 0 || share < leastSpilledShare) return undefined
  const settings = (valueIfRead(provisioned) ?? []).find((each) => each.qualifier === qualifier)
  const routes = valueIfRead(alias)?.routes ?? []
  const isWeighted = routes.length > 0 && (target.qualifier === qualifier || qualifier === undefined)
  const aspect = series === worst && qualifier !== undefined ? ` ${qualifier}` : ''
  const wanted = Math.max(1, Math.ceil((settings?.requested ?? 1) * (1 + share) * 1.3))
  return {
    id: isWeighted ? 'cold-weighted-alias-pc' : 'cold-pc-spillover',
    strength: isWeighted ? 'likely' : 'proven',
    summary: `${plural(spilled, 'call')} of ${target.id}${qualifier === undefined ? '' : `:${qualifier}`} (${percent(share)}) came when ${settings === undefined ? 'all provisioned environments' : `all ${settings.requested} provisioned environments`} were busy${isWeighted ? `; the alias sends calls to ${routes.length + 1} versions, which share them` : ''}, and started cold.`,
    facts: [
      at.fact(
        'use',
        'Calls beyond provisioned concurrency',
        `${amount(spilled)}, ${amount(served)} served by it`,
        timesAbove(series.spillover, 0)[0],
        `ProvisionedConcurrencySpilloverInvocations${aspect}`,
      ),
      ...(settings === undefined
        ? []
        : [
            at.fact(
              'provisioned',
              `Provisioned concurrency of ${settings.qualifier}`,
              `${settings.requested} requested, ${settings.available} available`,
            ),
          ]),
      ...(isWeighted
        ? [
            at.fact(
              'alias',
              'Weights of the alias',
              routes.map((route) => `version ${route.version}: ${percent(route.weight)}`).join(', '),
            ),
          ]
        : []),
    ],
    times: timesAbove(series.spillover, 0),
    fix: {
      now: `Raise the provisioned concurrency${settings === undefined ? '' : ` from ${settings.requested} to about ${wanted}`}; it is billed by the hour.`,
      ...(qualifier !== undefined && {
        cli: `aws lambda put-provisioned-concurrency-config --function-name ${target.id} --qualifier ${qualifier} --provisioned-concurrent-executions ${wanted} --region ${target.region}`,
      }),
    },
  }
}

/** Calls that name another alias, or none, never reach the environments that stand ready. */
function bypassVerdict(picture: StartPicture, evidence: ColdEvidence, at: ColdContext): ColdVerdict | undefined {
  const counted = valueIfRead(evidence.use)
  const ready = (valueIfRead(evidence.provisioned) ?? []).filter((each) => each.available > 0)
  const [first] = ready
  if (counted === undefined || counted === null || first === undefined) return undefined
  const { target } = at
  const all = total(counted.all.invocations)
  const served = Math.max(
    total(counted.all.provisioned),
    Object.values(counted.byQualifier).reduce((sum, each) => sum + total(each.provisioned), 0),
  )
  const through = Object.values(counted.byQualifier).reduce((sum, each) => sum + total(each.invocations), 0)
  if (all < leastInvocations) return undefined
  const isNever = served === 0
  const bypassing = (all - Math.max(served, through)) / all
  if (!isNever && bypassing < 0.2) return undefined
  // Calls past the ready environments do no harm while others stay warm.
  if (picture.starts.length === 0 && (picture.isKnown || !isNever)) return undefined
  const versions = [...new Set(picture.starts.flatMap((start) => start.version ?? []))]
  const names = ready.map((each) => each.qualifier).join(', ')
  return {
    id: 'cold-pc-not-hit',
    strength: isNever ? 'proven' : 'likely',
    summary: `${target.id} has provisioned concurrency on ${names}, but ${isNever ? `none of its ${amount(all)} calls` : `only ${percent(1 - bypassing)} of its calls`} reached it: ${versions.length > 0 ? `the cold ones ran ${versions.map((version) => (version === '$LATEST' ? '$LATEST' : `version ${version}`)).join(', ')}` : 'the callers name another alias or version, or none'}.`,
    facts: [
      at.fact(
        'use',
        'Calls served by provisioned concurrency',
        `${amount(served)} of ${amount(all)}`,
        undefined,
        'ProvisionedConcurrencyInvocations',
      ),
      at.fact(
        'provisioned',
        'Provisioned concurrency',
        ready.map((each) => `${each.qualifier}: ${each.available} available`).join(', '),
      ),
      ...Object.entries(counted.byQualifier).map(([qualifier, each]) =>
        at.fact(
          'use',
          `Calls through ${qualifier}`,
          amount(total(each.invocations)),
          undefined,
          `Invocations ${qualifier}`,
        ),
      ),
      ...(picture.starts.length > 0 ? [startsFact(picture, evidence, at)] : []),
    ],
    times: picture.starts.length > 0 ? picture.starts.map((start) => start.at) : timesAbove(counted.all.invocations, 0),
    fix: {
      now: `Let the callers (API integration, event source mapping, rule) call ${target.id}:${first.qualifier} instead of ${target.id}.`,
      cli: `aws lambda list-event-source-mappings --function-name ${target.id} --region ${target.region}`,
      iac: 'CDK: integrate alias, not the function; SAM: AutoPublishAlias; Terraform: use the invoke_arn of aws_lambda_alias.',
    },
  }
}
