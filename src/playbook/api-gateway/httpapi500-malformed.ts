import { valueIfRead } from '../../evidence/evidence.ts'
import { defineCause } from '../cause.ts'
import { httpEdgeNeeds, integratedAt, minutesOf, ranIntoTimeout, statusesOf, usageAt } from './edge.ts'
import { rowsThrough } from './http-edge.ts'
import { quiet } from './seen.ts'
import { counted } from './words.ts'

export const httpMalformed = defineCause({
  id: 'httpapi500-malformed',
  target: 'http-api-to-function',
  symptoms: ['500', '502'],
  cause: 'The function ran well but returned something that the HTTP API cannot turn into a response.',
  fix: ({ function: fn }) => ({
    now: `Let ${fn.id} return { statusCode: 200, body: JSON.stringify(result) } with a whole number as statusCode.`,
    proper: 'Set the payload format version of the integration explicitly and type the handler for it.',
    prevent: 'Test the handler on its return value.',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html',
  known: 'confirmed',
  needs: httpEdgeNeeds,
  diagnose(evidence, at) {
    const { api, function: fn } = at.target
    const { timeoutMs } = integratedAt(evidence, at.target)
    const minutes = minutesOf(evidence)
    const use = usageAt(evidence, fn, minutes)
    const access = valueIfRead(evidence.access)
    const rows = rowsThrough(evidence, at.target)
    if (use !== undefined && minutes.length > 0 && use.invocations === 0)
      return { clear: `${fn.name} was not invoked while the API failed.` }
    const explained = use === undefined ? undefined : use.errors + use.throttles
    const malformed = rows.filter(
      (row) =>
        row.status === 500 &&
        row.integrationStatus === 200 &&
        row.integrationError === undefined &&
        (row.functionStatus === undefined || row.functionStatus < 500),
    )
    const row = malformed.at(-1)
    if (row !== undefined && (explained === undefined || explained < malformed.length))
      return {
        strength: explained === 0 ? 'proven' : explained === undefined ? 'possible' : 'likely',
        summary: `${fn.name} returns something that ${api.name} cannot turn into a response: ${counted(malformed.length, 'request')} ended in a 500 although Lambda answered 200 without an error.`,
        facts: [
          at.fact(
            'access',
            'Access log',
            `status=500 integrationStatus=200 ${row.route ?? ''}`.trim(),
            row.at,
            access?.group,
          ),
          ...(use === undefined
            ? []
            : [at.fact('uses', `Errors of ${fn.id} then`, `${use.errors}`, minutes.at(-1), `Errors ${fn.id}`)]),
        ],
        resource: fn,
        times: malformed.map((each) => each.at),
      }
    if (access?.state === 'searched' && access.isComplete && access.variables.includes('integrationStatus'))
      return {
        clear:
          row === undefined
            ? 'No logged 500 came after a good answer of Lambda.'
            : `${fn.name} itself failed that often.`,
      }
    const isQuiet = quiet('5', evidence)
    if (isQuiet !== undefined) return isQuiet
    if (use === undefined || minutes.length === 0)
      return { inconclusive: `The access log does not tell, and the metrics of ${fn.name} could not be read.` }
    if (explained !== undefined && explained > 0)
      return { inconclusive: `${fn.name} also failed or was throttled then, which explains a 5xx by itself.` }
    if (ranIntoTimeout(evidence, minutes, timeoutMs)) return { clear: 'Requests waited until the integration timeout.' }
    const statuses = statusesOf(evidence)
    if (statuses.size > 0 && !statuses.has(500)) return { clear: 'No response of the API was a 500.' }
    return {
      // A 500 that the function itself answers with counts the same, and only an access log tells the two apart.
      strength: 'possible',
      summary: `${fn.name} ran ${counted(use.invocations, 'time')} without an error or a throttle while ${api.name} answered with a 5xx: either it returns no valid response, or it answers with a 5xx itself; the access log that would show it is off.`,
      facts: [
        at.fact(
          'uses',
          `Invocations of ${fn.id} in the failing minutes`,
          `${use.invocations}`,
          minutes.at(-1),
          `Invocations ${fn.id}`,
        ),
        at.fact('uses', `Errors of ${fn.id} in the failing minutes`, '0', minutes.at(-1), `Errors ${fn.id}`),
      ],
      resource: fn,
      times: minutes,
    }
  },
})
