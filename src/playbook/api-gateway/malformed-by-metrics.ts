import { valueIfRead } from '../../evidence/evidence.ts'
import { targetKey } from '../../targets/target.ts'
import type { Diagnosis, Fix } from '../cause.ts'
import { shellWord } from '../command.ts'
import { integratedAt, isTelling, minutesOf, ranIntoTimeout, reachOf, statusesOf, suspects, usageAt } from './edge.ts'
import type { RestEdgeContext, RestEdgeEvidence } from './malformed.ts'
import { quiet } from './seen.ts'
import { counted } from './words.ts'

/** Without execution logs: a function that ran, raised nothing and was not throttled while the API answered with a 502 returned something wrong. */
export function malformedByMetrics(evidence: RestEdgeEvidence, at: RestEdgeContext): Diagnosis {
  const { api, function: fn } = at.target
  if (isTelling(evidence.log))
    return { clear: `The execution log of ${api.name} holds no malformed response of ${fn.name}.` }
  const minutes = minutesOf(evidence)
  const isQuiet = quiet('5', evidence)
  if (isQuiet !== undefined) return isQuiet
  if (minutes.length === 0)
    return { inconclusive: 'The execution log is off, and no failing minute is known to compare the function with.' }
  const use = usageAt(evidence, fn, minutes)
  if (use === undefined)
    return { inconclusive: `The execution log is off and the metrics of ${fn.name} could not be read.` }
  if (use.invocations === 0) return { clear: `${fn.name} was not invoked while the API failed.` }
  if (use.errors > 0 || use.throttles > 0)
    return { inconclusive: `${fn.name} also failed or was throttled then, which explains a 5xx by itself.` }
  if (reachOf(evidence, minutes) === 'unreached')
    return { inconclusive: `${fn.name} ran no more often than requests went well: those that failed did not reach it.` }
  const statuses = statusesOf(evidence)
  if (statuses.size > 0 && !statuses.has(502)) return { clear: 'No response of the API was a 502.' }
  const { timeoutMs, own } = integratedAt(evidence, at.target)
  if (ranIntoTimeout(evidence, minutes, timeoutMs))
    return { inconclusive: 'Requests waited until the integration timeout, which explains a 5xx by itself.' }
  if (own?.routes.some((route) => route.integration?.type === 'AWS') === true)
    return { clear: 'The integration is no Lambda proxy.' }

  const rows = (valueIfRead(evidence.access)?.rows ?? []).filter(
    (row) => row.status === 502 && row.integrationStatus === 200,
  )
  const isOnlySuspect =
    suspects(evidence, minutes, (each) => each.invocations > 0 && each.errors === 0).every(
      (each) => targetKey(each.function) === targetKey(fn),
    ) &&
    suspects(evidence, minutes, (each) => each.invocations === 0).every(
      (each) => each.isCanaryOnly || targetKey(each.function) === targetKey(fn),
    )
  const isOnlyReading =
    isOnlySuspect && evidence.integrations.others.every((route) => route.integration?.type === 'MOCK')
  const hasAuthorizer = evidence.integrations.routes.some((route) => route.authorizationType === 'CUSTOM')
  const isReached = reachOf(evidence, minutes) !== 'unreached' && evidence.integrations.unresolved.length === 0
  const isLogUnread = evidence.log.status !== 'ok'
  const isSaid502 = statuses.has(502) || at.symptom === '502'
  return {
    strength: isOnlyReading && isSaid502 && isReached && !hasAuthorizer ? 'likely' : 'possible',
    summary: `${fn.name} ran ${counted(use.invocations, 'time')} without an error or a throttle while ${api.name} answered with a 5xx, so what it returns is most likely not the response that a Lambda proxy must return; the execution log that would show it ${isLogUnread ? 'could not be read' : 'is off'}.`,
    facts: [
      at.fact(
        'uses',
        `Invocations of ${fn.id} in the failing minutes`,
        `${use.invocations}`,
        minutes.at(-1),
        `Invocations ${fn.id}`,
      ),
      at.fact('uses', `Errors of ${fn.id} in the failing minutes`, `${use.errors}`, minutes.at(-1), `Errors ${fn.id}`),
      at.fact(
        'uses',
        `Throttles of ${fn.id} in the failing minutes`,
        `${use.throttles}`,
        minutes.at(-1),
        `Throttles ${fn.id}`,
      ),
      ...(rows.length === 0
        ? []
        : [
            at.fact(
              'access',
              'Requests that ended in 502 although Lambda answered 200',
              `${rows.length}`,
              rows.at(-1)?.at,
              valueIfRead(evidence.access)?.group,
            ),
          ]),
    ],
    resource: fn,
    times: rows.length > 0 ? rows.map((row) => row.at) : minutes,
    ...(!isLogUnread && { fix: loggingFix(at.target) }),
  }
}

function loggingFix({ api, function: fn }: RestEdgeContext['target']): Fix {
  return {
    now: `Turn execution logging on and call the route once: the log then shows what ${fn.name} returned.`,
    cli: `aws apigateway update-stage --rest-api-id ${api.id} --stage-name ${shellWord(api.stage)} --patch-operations op=replace,path='/*/*/logging/loglevel',value=INFO op=replace,path='/*/*/logging/dataTrace',value=true --region ${api.region}`,
  }
}
