import type { ExecutionFailure } from '../../evidence/api-gateway/execution-failure.ts'
import { type Route, routeName } from '../../evidence/api-gateway/route.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import type { PolicyStatement } from '../../evidence/lambda/policy.ts'
import type { HttpApiToFunction, RestApiToFunction } from '../../targets/target.ts'
import type { Diagnosis, Fix } from '../cause.ts'
import type { Fact } from '../fact.ts'
import {
  type Attributed,
  type EdgeEvidence,
  integratedAt,
  isTelling,
  minutesOf,
  reachOf,
  statusesOf,
  type UsageAt,
  usageAt,
} from './edge.ts'
import { addPermissionCli, invokePermission, sourceArnOf } from './invoke-permission.ts'
import { quiet } from './seen.ts'
import { counted, listed } from './words.ts'

interface Asked {
  readonly edge: RestApiToFunction | HttpApiToFunction
  readonly policy: Evidence<{ readonly statements: readonly PolicyStatement[] } | null>
  readonly existence: Evidence<{ readonly exists: boolean }>
  /** Failures that a log names as this very cause. */
  readonly logged: Attributed | undefined
  /** Times of such failures where no execution log has them. */
  readonly loggedTimes: readonly number[]
  fact(
    need: 'policy' | 'integrations' | 'log' | 'access' | 'uses',
    label: string,
    value: string,
    at?: number,
    aspect?: string,
  ): Fact
}

interface Refused {
  readonly route: Route
  readonly why: string
}

/** Whether API Gateway may call the function: by what the logs say, and by the function's resource policy judged for every route. */
export function judgePermission(evidence: EdgeEvidence, asked: Asked): Diagnosis {
  const { edge, logged, policy, existence } = asked
  const { api, function: fn } = edge
  const routes = (integratedAt(evidence, edge).own?.routes ?? []).filter(
    (route) => route.integration?.credentials === undefined,
  )
  if (routes.length === 0) return { clear: `${fn.name} is called with a role, so its resource policy does not matter.` }
  if (valueIfRead(existence)?.exists === false)
    return fn.account === api.account
      ? { clear: `${fn.name} does not exist.` }
      : { inconclusive: `${fn.name} is in account ${fn.account}, which was not asked.` }
  const statements = policy.status === 'ok' ? (policy.value?.statements ?? []) : undefined
  const verdicts =
    statements === undefined ? [] : routes.map((route) => ({ route, ...invokePermission(statements, api, route) }))
  const refused: Refused[] = verdicts.flatMap(({ route, answer, why = '' }) =>
    answer === 'denied' ? [{ route, why }] : [],
  )
  const isAllowed = verdicts.length > 0 && verdicts.every((verdict) => verdict.answer === 'allowed')

  if (logged !== undefined || asked.loggedTimes.length > 0) {
    if (logged?.isSure === false && isAllowed)
      return { clear: `The policy of ${fn.name} lets API Gateway call every route.` }
    const isNamed = logged?.failures.some((failure) => failure.function !== undefined) === true
    const strength =
      refused.length > 0
        ? 'proven'
        : isAllowed
          ? isNamed
            ? 'likely'
            : 'possible'
          : logged?.isSure === true
            ? 'proven'
            : 'likely'
    return finding(strength, logged?.failures ?? [], logged?.failures.map((failure) => failure.at) ?? asked.loggedTimes)
  }
  if (isTelling(evidence.log)) return { clear: `The execution log holds no refused call of ${fn.name}.` }
  const isQuiet = quiet('5', evidence)
  if (isQuiet !== undefined) return isQuiet
  if (statements === undefined) return unreadPolicy()
  if (isAllowed) return { clear: `The policy of ${fn.name} lets API Gateway call every route.` }
  if (refused.length === 0)
    return { inconclusive: `The policy of ${fn.name} has conditions that cannot be judged from here.` }
  const statuses = statusesOf(evidence)
  if (statuses.size > 0 && !statuses.has(500)) return { clear: 'No response of the API was a 500.' }
  const minutes = minutesOf(evidence)
  if (minutes.length === 0)
    return { inconclusive: 'The policy does not allow the call, but no failing minute is known.' }
  const use = usageAt(evidence, fn, minutes)
  const isIdle = isUnused(evidence, use, minutes)
  const isWhole = refused.length === routes.length
  const isAlone = evidence.integrations.functions.length === 1 || reachOf(evidence, minutes) === 'unreached'
  const ranInstead = use !== undefined && use.errors > 0 && reachOf(evidence, minutes) === 'reached'
  if (!isAlone || ranInstead) return finding('possible', [], minutes)
  return finding(isWhole && isIdle ? 'proven' : isWhole || isIdle ? 'likely' : 'possible', [], minutes)

  /** A function that exists, is free and yet was never called may refuse: no more can be said without its policy. */
  function unreadPolicy(): Diagnosis {
    const failing = minutesOf(evidence)
    const use = usageAt(evidence, fn, failing)
    const isAlone = evidence.integrations.functions.length === 1 || reachOf(evidence, failing) === 'unreached'
    const isIdle = failing.length > 0 && isUnused(evidence, use, failing)
    return isIdle && isAlone && valueIfRead(existence)?.exists === true
      ? finding('possible', [], failing)
      : { inconclusive: `The policy of ${fn.name} could not be read.` }
  }

  function finding(
    strength: 'proven' | 'likely' | 'possible',
    failures: readonly ExecutionFailure[],
    times: readonly number[],
  ): Diagnosis {
    const first = refused[0]
    const last = failures.at(-1)
    const where = refused.length > 0 ? ` for ${listed(refused.map((each) => routeName(each.route)))}` : ''
    const use = usageAt(evidence, fn, times)
    const facts: Fact[] = []
    if (last !== undefined)
      facts.push(
        asked.fact('log', 'Execution log', last.message ?? '', last.at, 'Invalid permissions on Lambda function'),
      )
    else if (asked.loggedTimes.length > 0)
      facts.push(
        asked.fact(
          'access',
          'Access log',
          'no permission to call the integration',
          asked.loggedTimes.at(-1),
          valueIfRead(evidence.access)?.group,
        ),
      )
    if (statements !== undefined)
      facts.push(
        asked.fact(
          'policy',
          `Resource policy of ${fn.name}`,
          first === undefined ? `${counted(statements.length, 'statement')}` : `${policyWords(policy)}; ${first.why}`,
        ),
      )
    if (first !== undefined)
      facts.push(asked.fact('integrations', 'API Gateway calls as', sourceArnOf(api, first.route)))
    if (use !== undefined)
      facts.push(
        asked.fact(
          'uses',
          `Invocations of ${fn.id} in the failing minutes`,
          `${use.invocations}`,
          undefined,
          `Invocations ${fn.id}`,
        ),
      )
    const [head, ...tail] = facts
    if (head === undefined) return { inconclusive: `Nothing shows why ${fn.name} refuses API Gateway.` }
    return {
      strength,
      summary: `${api.name} ${strength === 'possible' && first === undefined ? 'is perhaps not allowed to' : 'may not'} invoke ${fn.name}${where}: ${first?.why ?? reason(failures)}${failures.length > 0 ? `; ${counted(failures.length, 'request')} ended in a 500` : ''}.`,
      facts: [head, ...tail],
      resource: fn,
      times,
      fix: fixOf(edge),
    }
  }
}

/** In the first failing minute some calls may still have gone well, so the counts decide where there are any. */
function isUnused(evidence: EdgeEvidence, use: UsageAt | undefined, minutes: readonly number[]): boolean {
  if (use === undefined || use.throttles > 0) return false
  return use.invocations === 0 || reachOf(evidence, minutes) === 'unreached'
}

function reason(failures: readonly ExecutionFailure[]): string {
  return failures.length > 0
    ? 'API Gateway says that the permissions on the function are invalid'
    : 'it was not invoked once while the API failed, and its policy could not be read'
}

function policyWords(policy: Asked['policy']): string {
  const count = policy.status === 'ok' ? (policy.value?.statements.length ?? 0) : 0
  return count === 0 ? 'no policy at all' : counted(count, 'statement')
}

function fixOf({ api, function: fn }: RestApiToFunction | HttpApiToFunction): Fix {
  return {
    now: `Allow ${api.name} to invoke ${fn.name}.`,
    proper: `Put the permission beside the integration in the template${fn.qualifier === undefined ? '' : `, on the alias or version ${fn.qualifier}: each has a policy of its own`}.`,
    cli: addPermissionCli(api, fn),
    iac: `CDK: new LambdaIntegration(fn) adds it; SAM: the function's Api event adds it; Terraform: aws_lambda_permission { principal = "apigateway.amazonaws.com", source_arn = "\${execution_arn}/*/*"${fn.qualifier === undefined ? '' : `, qualifier = "${fn.qualifier}"`} }`,
  }
}
