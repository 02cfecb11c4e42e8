import { functionFailures } from '../../evidence/lambda/failures.ts'
import { from } from '../../evidence/probe.ts'
import type { HttpApiToFunction } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { cutAtWord } from '../lambda/words.ts'
import { changeIntegrations, withCommands } from './change.ts'
import { httpEdgeNeeds, integratedAt } from './edge.ts'
import { counted } from './words.ts'

/** Fields that only the event of one version has. */
const onlyInV1 =
  /\b(httpMethod|resource|pathParameters\.proxy|multiValueHeaders|multiValueQueryStringParameters|requestContext\.(httpMethod|resourcePath|identity))\b/
const onlyInV2 =
  /\b(rawPath|rawQueryString|routeKey|requestContext\.http|cookies)\b|reading 'method'|reading 'http'|KeyError: '(http|rawPath|routeKey|rawQueryString)'/
const missing = /Cannot read propert|undefined|KeyError|NoneType|NullPointer|is not a function|is null/

export const payloadVersion = defineCause({
  id: 'httpapi500-payload-version',
  target: 'http-api-to-function',
  symptoms: ['500', '502', 'errors'],
  cause:
    'The function is written for another version of the event than the integration sends, so it reads fields that are not there.',
  fix: ({ function: fn }) => ({
    now: `Set the payload format version of the integration to the one that ${fn.id} is written for, or read the other fields.`,
    proper: 'Say the version in the template, and type the handler for it (APIGatewayProxyHandlerV2 is 2.0).',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html',
  known: 'confirmed',
  leadsTo: ['lambda-unhandled-exception', 'httpapi500-malformed'],
  needs: { ...httpEdgeNeeds, failures: from(functionFailures, (edge: HttpApiToFunction) => edge.function) },
  diagnose(evidence, at) {
    const { api, function: fn } = at.target
    const { own } = integratedAt(evidence, at.target)
    const version = own?.routes.find((route) => route.integration?.payloadFormatVersion !== undefined)?.integration
      ?.payloadFormatVersion
    if (version === undefined) return { inconclusive: 'The integration does not say its payload format version.' }
    const reads = version === '2.0' ? onlyInV1 : onlyInV2
    const failures = evidence.failures.failures.filter(
      (failure) =>
        failure.kind === 'exception' &&
        missing.test(`${failure.errorType ?? ''} ${failure.message}`) &&
        reads.test(`${failure.errorType ?? ''}: ${failure.message}`),
    )
    const last = failures.at(-1)
    if (last === undefined)
      return evidence.failures.state === 'no-group'
        ? { inconclusive: `The log of ${fn.name} is not there.` }
        : { clear: `No failure of ${fn.name} misses a field of the other payload version.` }
    const wanted = version === '2.0' ? '1.0' : '2.0'
    const requestIds = failures.flatMap((failure) => failure.requestId ?? [])
    return {
      strength: 'likely',
      summary: `${fn.name} reads fields of payload format ${wanted}, but ${api.name} sends ${version}: ${counted(failures.length, 'invocation')} failed with "${cutAtWord(last.message, 120)}".`,
      facts: [
        at.fact('integrations', 'PayloadFormatVersion', version),
        at.fact('failures', 'Function log', cutAtWord(last.message, 200), last.at, evidence.failures.group),
      ],
      resource: fn,
      times: failures.map((failure) => failure.at),
      ...(requestIds.length > 0 && { requestIds }),
      fix: {
        now: `Set the payload format version of the integration to ${wanted}, which ${fn.id} is written for, or read the other fields.`,
        ...withCommands(
          changeIntegrations(
            api,
            own?.routes ?? [],
            evidence.integrations.source,
            `--payload-format-version ${wanted}`,
          ),
        ),
      },
    }
  },
})
