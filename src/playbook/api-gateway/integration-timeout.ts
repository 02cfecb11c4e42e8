import type { AccessRow } from '../../evidence/api-gateway/access-log.ts'
import type { ExecutionFailure } from '../../evidence/api-gateway/execution-failure.ts'
import type { Integrations } from '../../evidence/api-gateway/integrated-functions.ts'
import { routeFor, routeName, timeoutMsOf } from '../../evidence/api-gateway/route.ts'
import type { Evidence } from '../../evidence/evidence.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { HttpApi, RestApi } from '../../targets/target.ts'
import type { Diagnosis } from '../cause.ts'
import type { Fact } from '../fact.ts'
import { isTelling, tied } from './edge.ts'
import { failingMinutes, quiet, type Sources } from './seen.ts'
import { highestAt } from './series-sum.ts'
import { counted, listed, milliseconds } from './words.ts'

interface Asked extends Sources {
  readonly api: RestApi | HttpApi
  readonly integrations: Evidence<Integrations>
  /** What the caller gets for it. */
  readonly status: number
  fact(
    need: 'log' | 'access' | 'metrics' | 'integrations',
    label: string,
    value: string,
    at?: number,
    aspect?: string,
  ): Fact
}

/** Whether an API stopped waiting for its back end: as a log says, or as long as the longest integration latency equals the wait. */
export function judgeIntegrationTimeout(asked: Asked): Diagnosis {
  const { api, fact, status } = asked
  const integrations = valueIfRead(asked.integrations)
  const access = valueIfRead(asked.access)
  const logged = ((asked.log === undefined ? undefined : valueIfRead(asked.log))?.failures ?? []).filter(
    (failure) => failure.kind === 'timeout' && !failure.isInAuthorizer,
  )
  const waits = [
    ...new Set(
      (integrations?.routes ?? []).flatMap((route) =>
        route.integration === undefined || route.integration.type === 'MOCK'
          ? []
          : [timeoutMsOf(route.integration, api.kind)],
      ),
    ),
  ]
  const shortest = waits.length === 0 ? (api.kind === 'rest-api' ? 29_000 : 30_000) : Math.min(...waits)

  const last = logged.at(-1)
  if (last !== undefined) {
    const waitMs = waitOf(last, integrations, api.kind) ?? shortest
    return {
      strength: 'proven',
      summary: `${api.name} waited ${milliseconds(waitMs)} for ${calledWords(logged, integrations)} and gave up on ${counted(logged.length, 'request')}.`,
      facts: [
        fact('log', 'Execution log', last.message ?? '', last.at, last.requestId),
        fact(
          'log',
          'Requests that ran into the integration timeout',
          `${logged.length}`,
          undefined,
          'due to a timeout error',
        ),
        ...latencyFacts(
          asked,
          logged.map((failure) => failure.at),
        ),
        ...(integrations === undefined ? [] : [fact('integrations', 'Integration timeout', milliseconds(waitMs))]),
      ],
      ...tied(logged),
    }
  }
  const rows = (access?.rows ?? []).filter((row) => isTimedOut(row, integrations, shortest, api.kind, status))
  const row = rows.at(-1)
  if (row !== undefined)
    return {
      strength: 'proven',
      summary: `${api.name} gave up on ${counted(rows.length, 'request')}${rowRoutes(rows)} after waiting ${row.integrationLatencyMs === undefined ? `${milliseconds(shortest)} for the back end` : `${milliseconds(row.integrationLatencyMs)} for the back end`}.`,
      facts: [
        fact(
          'access',
          'Access log',
          `status=${row.status} integrationLatency=${row.integrationLatencyMs ?? '?'} ${row.errorResponseType ?? row.integrationError ?? ''}`.trim(),
          row.at,
          access?.group,
        ),
        ...(integrations === undefined
          ? []
          : [fact('integrations', 'Integration timeout', waits.map(milliseconds).join(', '))]),
      ],
      times: rows.map((each) => each.at),
    }
  if (asked.log !== undefined && isTelling(asked.log))
    return { clear: `The execution log of ${api.name} holds no timeout.` }
  if (access?.state === 'searched' && access.rows.length > 0 && access.rows.every((each) => each.status !== status))
    return { clear: `No response was a ${status}.` }

  const read = valueIfRead(asked.metrics)
  const minutes = failingMinutes('5', asked)
  const isQuiet = quiet('5', asked)
  if (isQuiet !== undefined) return isQuiet
  if (read === undefined || minutes.length === 0)
    return { inconclusive: 'Neither a log nor IntegrationLatency tells how long API Gateway waited.' }
  const longest = highestAt(read.integrationLatencyMaximum, minutes, 0)
  if (longest === undefined) return { inconclusive: 'There is no IntegrationLatency for the failing minutes.' }
  const wait =
    waits.length === 0
      ? shortest
      : waits.find((each) => longest >= 0.98 * each && (waits.length === 1 || longest <= 1.05 * each))
  if (wait === undefined || longest < 0.98 * wait)
    return {
      clear: `The longest wait for a back end in the failing minutes was ${milliseconds(longest)}, below the timeout of ${milliseconds(shortest)}.`,
    }
  const slow = read.integrationLatencyMaximum.points
    .filter((point) => point.value >= 0.98 * wait)
    .map((point) => point.at)
  return {
    strength: 'likely',
    summary: `${api.name} waits ${milliseconds(wait)} for its back end, and in the failing minutes calls took as long as ${milliseconds(longest)}: it gave up on them.`,
    facts: [
      fact(
        'metrics',
        'Longest IntegrationLatency in the failing minutes',
        milliseconds(longest),
        slow.at(-1),
        'IntegrationLatency Maximum',
      ),
      ...(integrations === undefined ? [] : [fact('integrations', 'Integration timeout', milliseconds(wait))]),
    ],
    times: minutes.filter((minute) => slow.some((at) => Math.abs(at - minute) < 60_000)),
  }
}

function isTimedOut(
  row: AccessRow,
  integrations: Integrations | undefined,
  shortest: number,
  kind: 'rest-api' | 'http-api',
  status: number,
): boolean {
  if (
    row.errorResponseType === 'INTEGRATION_TIMEOUT' ||
    /Endpoint request timed out/i.test(row.errorMessage ?? row.integrationError ?? '')
  )
    return true
  const path = row.route ?? row.path
  const route =
    path === undefined
      ? undefined
      : (integrations?.routes.find((each) => routeName(each) === path || each.path === path) ??
        routeFor(integrations?.routes ?? [], row.method ?? 'GET', path))
  const wait = route?.integration === undefined ? shortest : timeoutMsOf(route.integration, kind)
  return (
    (row.status === status || row.status === 504 || row.status === 503) &&
    (row.integrationLatencyMs ?? 0) >= 0.98 * wait
  )
}

function waitOf(
  { function: fn, resourcePath, method }: ExecutionFailure,
  integrations: Integrations | undefined,
  kind: 'rest-api' | 'http-api',
): number | undefined {
  const route =
    integrations?.routes.find(
      (each) =>
        resourcePath !== undefined && each.path === resourcePath && (each.method === method || each.method === 'ANY'),
    ) ?? integrations?.functions.find((each) => each.function.id === fn?.name)?.routes[0]
  return route?.integration === undefined ? undefined : timeoutMsOf(route.integration, kind)
}

function calledWords(failures: readonly ExecutionFailure[], integrations: Integrations | undefined): string {
  const called = [...new Set(failures.flatMap((failure) => failure.function?.name ?? failure.endpoint ?? []))]
  if (called.length > 0) return listed(called)
  const only =
    integrations?.functions.length === 1 && integrations.others.every((route) => route.integration?.type === 'MOCK')
      ? integrations.functions[0]?.function.name
      : undefined
  return only ?? 'its back end'
}

function latencyFacts({ metrics, fact }: Asked, times: readonly number[]): Fact[] {
  const read = valueIfRead(metrics)
  const longest = read === undefined ? undefined : highestAt(read.integrationLatencyMaximum, times)
  return longest === undefined
    ? []
    : [fact('metrics', 'Longest IntegrationLatency', milliseconds(longest), times.at(-1), 'IntegrationLatency Maximum')]
}

function rowRoutes(rows: readonly AccessRow[]): string {
  const routes = [...new Set(rows.flatMap((row) => row.route ?? row.path ?? []))]
  return routes.length === 0 ? '' : ` to ${listed(routes)}`
}
