import { valueIfRead } from '../../evidence/evidence.ts'
import { defineCause } from '../cause.ts'
import { isTelling } from './edge.ts'
import { passedOn } from './from-back-end.ts'
import { restNeeds, rowWords } from './logged-cause.ts'
import { quiet } from './seen.ts'

export const fromFunction5xx = defineCause({
  id: 'apigw5xx-from-function',
  target: 'rest-api',
  symptoms: ['500', '502', '504'],
  cause: 'The function itself returned this status as its response: it caught the error and answered with it.',
  fix: (api) => ({
    now: 'Look in the function’s log for what it caught on these requests.',
    proper: 'Log the error with its request id before answering, and count such answers as a metric.',
    prevent: `Log $context.integration.status in the access log of ${api.name}: it is the status that the function returned.`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html',
  known: 'confirmed',
  needs: restNeeds,
  diagnose({ metrics, log, access, integrations }, { target, fact }) {
    const failures = (valueIfRead(log)?.failures ?? []).filter(
      (failure) =>
        failure.kind === undefined &&
        failure.status !== undefined &&
        (failure.function !== undefined || failure.integrationStatus === 200),
    )
    const last = failures.findLast((failure) => failure.integrationStatus !== undefined) ?? failures.at(-1)
    const answered = failures.map((each) => ({
      at: each.at,
      status: each.status ?? 500,
      ...(each.resourcePath !== undefined && { route: `${each.method ?? ''} ${each.resourcePath}`.trim() }),
      ...(each.function !== undefined && { by: each.function.name }),
      ...(each.lambdaRequestId !== undefined && { requestId: each.lambdaRequestId }),
    }))
    if (last !== undefined)
      return passedOn(target, answered, 'proven', [
        fact(
          'log',
          'Execution log',
          `no failure line; Lambda answered ${last.integrationStatus ?? '?'}, method completed with ${last.status}`,
          last.at,
          last.requestId,
        ),
      ])
    const isHttp = valueIfRead(integrations)?.functions.length === 0
    const rows = isHttp
      ? []
      : (valueIfRead(access)?.rows ?? []).filter(
          (row) => row.functionStatus === row.status && row.integrationStatus === 200,
        )
    const row = rows.at(-1)
    if (row !== undefined)
      return passedOn(
        target,
        rows.map((each) => ({
          at: each.at,
          status: each.status,
          ...(each.route !== undefined && { route: each.route }),
          ...(each.lambdaRequestId !== undefined && { requestId: each.lambdaRequestId }),
        })),
        'proven',
        [fact('access', 'Access log', rowWords(row), row.at, valueIfRead(access)?.group)],
      )
    const isQuiet = quiet('5', { metrics, log, access })
    if (isQuiet !== undefined) return isQuiet
    return isTelling(log)
      ? { clear: 'Every 5xx in the execution log has a failure line of API Gateway.' }
      : { inconclusive: 'No log tells whether the function itself returned the 5xx.' }
  },
})
