import { valueIfRead } from '../../evidence/evidence.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { from, optional } from '../../evidence/probe.ts'
import type { RestApiToFunction } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { timedOutAt } from './api-timeouts.ts'
import { restEdgeNeeds, usageAt } from './edge.ts'
import { milliseconds } from './words.ts'

export const fnTimeoutGt29 = defineCause({
  id: 'apigw504-fn-timeout-gt-29',
  target: 'rest-api-to-function',
  symptoms: ['504'],
  cause:
    'The function may run longer than the API waits, so slow calls run on after the caller has got a 504, and retries pile up.',
  fix: ({ function: fn }) => ({
    now: `Set the timeout of ${fn.id} below the API's, so that a slow call ends with an error that its log explains.`,
    proper: 'Make the work idempotent, as callers retry what still runs.',
    cli: `aws lambda update-function-configuration --function-name ${fn.id} --timeout 28 --region ${fn.region}`,
    iac: 'CDK: timeout: Duration.seconds(28); SAM: Timeout: 28; Terraform: timeout = 28',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  known: 'confirmed',
  needs: {
    ...restEdgeNeeds,
    configuration: optional(from(functionConfiguration, (edge: RestApiToFunction) => edge.function)),
  },
  diagnose(evidence, at) {
    const { function: fn, api } = at.target
    const timedOut = timedOutAt(evidence, at.target)
    if (timedOut === undefined) return { clear: `${api.name} did not stop waiting for ${fn.name}.` }
    const configuration = valueIfRead(evidence.configuration)
    if (configuration === undefined) return { inconclusive: `The timeout of ${fn.name} could not be read.` }
    const ownMs = configuration.timeoutSeconds * 1000
    if (ownMs <= timedOut.timeoutMs)
      return { clear: `${fn.name} times out at ${milliseconds(ownMs)}, before the API stops waiting.` }
    const use = usageAt(evidence, fn, timedOut.times)
    return {
      strength: timedOut.isLogged ? 'likely' : 'possible',
      summary: `${fn.name} may run ${milliseconds(ownMs)} but ${api.name} waits ${milliseconds(timedOut.timeoutMs)}: slow calls run on after the caller has got a 504${use?.durationMaximumMs === undefined ? '' : `, up to ${milliseconds(use.durationMaximumMs)}`}.`,
      facts: [
        at.fact('configuration', 'Timeout of the function', milliseconds(ownMs)),
        at.fact('integrations', 'Integration timeout', milliseconds(timedOut.timeoutMs)),
        ...(use?.durationMaximumMs === undefined
          ? []
          : [
              at.fact(
                'uses',
                'Longest Duration then',
                milliseconds(use.durationMaximumMs),
                timedOut.times.at(-1),
                `Duration ${fn.id}`,
              ),
            ]),
      ],
      resource: fn,
      times: timedOut.times,
    }
  },
})
