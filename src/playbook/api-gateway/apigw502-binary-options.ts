import { restApiSettings } from '../../evidence/api-gateway/rest-api.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { defineCause } from '../cause.ts'
import { binaryPreflights, isPlainPreflight, treatsAllAsBinary } from './apigw500-vtl.ts'
import { changeRoutes } from './change.ts'
import { isTelling } from './edge.ts'
import { restNeeds } from './logged-cause.ts'
import { quiet } from './seen.ts'
import { counted } from './words.ts'

export const binaryOptions = defineCause({
  id: 'apigw502-binary-options',
  target: 'rest-api',
  symptoms: ['502', '500'],
  cause:
    'The API treats every type as binary (*/*), so the mock integration behind the CORS preflight gets bytes that it cannot read.',
  fix: () => ({
    now: 'Set contentHandling to CONVERT_TO_TEXT on the OPTIONS integrations, and deploy.',
    proper: 'List only the types that are really binary instead of */*.',
    iac: 'CDK: new MockIntegration({ contentHandling: ContentHandling.CONVERT_TO_TEXT }); Terraform: content_handling = "CONVERT_TO_TEXT"',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html',
  known: 'confirmed',
  needs: { ...restNeeds, settings: restApiSettings },
  diagnose({ metrics, settings, integrations, log, access }, { target, fact }) {
    if (!treatsAllAsBinary(settings.binaryMediaTypes)) return { clear: 'The API does not treat every type as binary.' }
    const read = valueIfRead(integrations)
    if (read === undefined) return { inconclusive: 'The routes could not be read.' }
    const mocks = read.routes.filter(isPlainPreflight)
    if (mocks.length === 0) return { clear: 'No preflight has a mock integration without content handling.' }
    const failures = binaryPreflights({ log, integrations, settings: { status: 'ok', value: settings } })
    const rows = (valueIfRead(access)?.rows ?? []).filter((row) => row.method === 'OPTIONS')
    const fix = changeRoutes(target, mocks, (place) => [
      `aws apigateway update-integration ${place} --patch-operations op=replace,path=/contentHandling,value=CONVERT_TO_TEXT`,
    ])
    const setting = fact('settings', 'binaryMediaTypes', settings.binaryMediaTypes.join(', '))
    const last = failures.findLast((failure) => failure.resourcePath !== undefined) ?? failures.at(-1)
    if (last !== undefined)
      return {
        strength: 'proven',
        summary: `${counted(failures.length, 'CORS preflight')} to ${target.name} failed: binaryMediaTypes holds */* and the OPTIONS mock of ${last.resourcePath ?? mocks[0]?.path} has no contentHandling.`,
        facts: [fact('log', 'Execution log', last.message ?? '', last.at, last.requestId), setting],
        times: failures.map((failure) => failure.at),
        fix,
      }
    if (rows.length > 0)
      return {
        strength: 'likely',
        summary: `${counted(rows.length, 'CORS preflight')} to ${target.name} ended in a 5xx, and with */* as binary type its OPTIONS mocks have no contentHandling.`,
        facts: [
          fact('access', 'OPTIONS requests with a 5xx', `${rows.length}`, rows.at(-1)?.at, valueIfRead(access)?.group),
          setting,
        ],
        times: rows.map((row) => row.at),
        fix,
      }
    const isQuiet = quiet('5', { metrics, log, access })
    if (isQuiet !== undefined) return isQuiet
    return isTelling(log) || valueIfRead(access)?.state === 'searched'
      ? { clear: 'No preflight failed.' }
      : {
          inconclusive:
            'binaryMediaTypes holds */* and preflights have no contentHandling, but no log tells whether preflights fail.',
        }
  },
})
