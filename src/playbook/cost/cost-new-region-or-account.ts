import { dayText } from '../../evidence/cost/days.ts'
import { defineCause } from '../cause.ts'
import { placeNeeds } from './cost-needs.ts'
import { dollars, percent } from './money.ts'
import { usageIds } from './usage-ids.ts'

/** What is billed without a place. */
const nowhere = /^(|global|noregion|no region)$/i
const leastPart = 0.3
const leastUsd = 1

export const costNewRegionOrAccount = defineCause({
  id: 'cost-new-region-or-account',
  target: 'account',
  symptoms: ['cost'],
  cause:
    'Money is spent in a region or account that was not in use before: a new deployment, or somebody with stolen credentials.',
  fix: () => ({
    proper:
      'If nobody knows of it, treat it as an intrusion: deactivate the keys that created the resources, stop the resources, and open a case with AWS Support.',
    prevent: 'A service control policy that denies regions nobody uses, with `aws:RequestedRegion`.',
  }),
  docs: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html',
  known: 'memory',
  leadsTo: usageIds,
  needs: placeNeeds,
  diagnose({ usage, places }, at) {
    if (usage === null) return { clear: 'No service rose.' }
    if (places === null)
      return { inconclusive: 'The regions of the rise were not read: the answer had used up its paid requests.' }
    const found = places.find((each) => each.isNew && each.extraUsd >= Math.max(leastUsd, leastPart * usage.extraUsd))
    if (found === undefined || places.every((each) => each.isNew))
      return { clear: 'The rise is in regions and accounts that were in use before.' }
    const regionIsNew =
      places.every((each) => each.region !== found.region || each.isNew) && !nowhere.test(found.region)
    const accountIsNew = places.every((each) => each.account !== found.account || each.isNew)
    if (!regionIsNew && !accountIsNew) return { clear: 'The rise is in regions and accounts that were in use before.' }
    const onset = Math.min(...usage.shares.map((each) => each.rise.onset))
    const what = usage.shares[0]
    const where = regionIsNew ? `region ${found.region}` : `account ${found.account}`
    return {
      strength: 'likely',
      summary: `${dollars(found.extraUsd)}, ${percent(Math.min(1, found.extraUsd / usage.extraUsd))} of the rise, was spent in ${where}, where nothing was spent before ${dayText(onset)}${what === undefined ? '' : `; the dearest use is ${what.usageType} of ${what.service}`}.`,
      facts: [
        at.fact(
          'places',
          regionIsNew ? 'New region' : 'New account',
          `${regionIsNew ? found.region : found.account}: ${dollars(found.extraUsd)} since ${dayText(onset)}, nothing before`,
          onset,
        ),
        ...(what === undefined
          ? []
          : [at.fact('usage', what.usageType, `${dollars(what.peakUsd)} on the dearest day`)]),
      ],
      times: [...new Set(usage.shares.flatMap((each) => each.rise.days))],
      extent: Math.min(1, found.extraUsd / usage.extraUsd),
      fix: {
        now: `Find out who created resources in ${where} around ${dayText(onset)}: RunInstances and Create… calls in CloudTrail there.`,
        cli: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=ReadOnly,AttributeValue=false --start-time ${dayText(onset)} --region ${regionIsNew ? found.region : at.target.region}`,
      },
    }
  },
})
