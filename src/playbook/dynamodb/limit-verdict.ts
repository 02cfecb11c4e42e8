import { valueIfRead } from '../../evidence/evidence.ts'
import type { Table } from '../../targets/target.ts'
import type { Fix, Strength } from '../cause.ts'
import { amount } from './amount.ts'
import type { ThrottleContext, ThrottleEvidence } from './throttle-needs.ts'
import type { ThrottledFlow } from './throttled-flow.ts'
import type { Verdict } from './verdict.ts'

/** Where a cap was hit: the one its owner put on an on-demand table or index, or the account's quota. */
export function limitVerdict(
  reason: 'account' | 'onDemandMaximum',
  flow: ThrottledFlow,
  evidence: ThrottleEvidence,
  at: ThrottleContext,
  strength: Strength,
): Verdict {
  return reason === 'account' ? accountVerdict(flow, evidence, at, strength) : maximumVerdict(flow, at, strength)
}

function accountVerdict(
  { direction }: ThrottledFlow,
  { limits }: ThrottleEvidence,
  at: ThrottleContext,
  strength: Strength,
): Verdict {
  const quota = valueIfRead(limits)
  const perTable = quota?.table[direction]
  const perAccount = quota?.account[direction]
  return {
    id: 'ddb-account-limit',
    strength,
    because: `the account's DynamoDB quota is reached${perTable === undefined ? '' : `: ${amount(perTable)} ${direction} units/s a table${perAccount === undefined ? '' : `, ${amount(perAccount)} all tables`}`}`,
    facts:
      perTable === undefined
        ? []
        : [
            at.fact(
              'limits',
              'Quota',
              `${amount(perTable)} ${direction} units/s a table${perAccount === undefined ? '' : `, ${amount(perAccount)} for the account`}`,
            ),
          ],
  }
}

function maximumVerdict(flow: ThrottledFlow, at: ThrottleContext, strength: Strength): Verdict {
  const maximum = flow.described?.onDemandMaximum[flow.direction]
  const setting = settingOf(flow)
  return {
    id: flow.index === undefined ? 'ddb-ondemand-max' : 'ddb-gsi-ondemand-max',
    strength,
    because: `their on-demand throughput is capped${maximum === undefined ? '' : ` at ${amount(maximum)} ${flow.direction} request units/s`} by ${setting}${flow.index !== undefined && flow.direction === 'write' ? '; DynamoDB refuses the writes to the table for it' : ''}`,
    facts: maximum === undefined ? [] : [at.fact('table', setting, `${amount(maximum)} units/s`)],
    fix: raiseMaximum(flow, at.target),
  }
}

function settingOf({ direction }: ThrottledFlow): string {
  return direction === 'read' ? 'MaxReadRequestUnits' : 'MaxWriteRequestUnits'
}

/** The commands that lift the cap its owner put on an on-demand table or index. */
export function raiseMaximum(flow: ThrottledFlow, target: Table): Fix {
  const maximum = flow.described?.onDemandMaximum[flow.direction] ?? 0
  const setting = settingOf(flow)
  const wanted = Math.ceil(Math.max(maximum * 2, (flow.consumed ?? 0) * 2, 1))
  const what = flow.index === undefined ? target.id : `index ${flow.index} of ${target.id}`
  return {
    now: `Raise ${setting} of ${what} to ${amount(wanted)}, or take the cap off with -1.`,
    cli:
      flow.index === undefined
        ? `aws dynamodb update-table --table-name ${target.id} --on-demand-throughput ${setting}=${wanted} --region ${target.region}`
        : `aws dynamodb update-table --table-name ${target.id} --global-secondary-index-updates '[{"Update":{"IndexName":"${flow.index}","OnDemandThroughput":{"${setting}":${wanted}}}}]' --region ${target.region}`,
    iac: `CDK: maxReadRequestUnits / maxWriteRequestUnits of ${flow.index === undefined ? 'TableV2' : 'the index'}; CloudFormation: OnDemandThroughput.${setting}.`,
  }
}
