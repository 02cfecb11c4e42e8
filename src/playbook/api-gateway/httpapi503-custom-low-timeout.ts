import { valueIfRead } from '../../evidence/evidence.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { from, optional } from '../../evidence/probe.ts'
import type { HttpApiToFunction } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { timedOutAt } from './api-timeouts.ts'
import { changeIntegrations, withCommands } from './change.ts'
import { httpEdgeNeeds, integratedAt } from './edge.ts'
import { milliseconds } from './words.ts'

const usualMs = 29_000

export const customLowTimeout = defineCause({
  id: 'httpapi503-custom-low-timeout',
  target: 'http-api-to-function',
  symptoms: ['504', '500', '502'],
  cause: 'The integration’s timeout was set so low, often by a framework, that a cold start or a slow call exceeds it.',
  fix: ({ function: fn }) => ({
    now: `Set the integration timeout for ${fn.name} to 30,000 ms.`,
    proper: 'Keep the function’s own timeout below it, cold start included.',
    iac: 'SAM: TimeoutInMillis: 30000; Serverless Framework: httpApi.timeout: 30; Terraform: timeout_milliseconds = 30000',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html',
  known: 'confirmed',
  leadsTo: ['httpapi503-timeout'],
  needs: {
    ...httpEdgeNeeds,
    configuration: optional(from(functionConfiguration, (edge: HttpApiToFunction) => edge.function)),
  },
  diagnose(evidence, at) {
    const { api, function: fn } = at.target
    const timedOut = timedOutAt(evidence, at.target)
    if (timedOut === undefined) return { clear: `${api.name} did not stop waiting for ${fn.name}.` }
    if (timedOut.timeoutMs >= usualMs)
      return { clear: `The integration timeout is ${milliseconds(timedOut.timeoutMs)}.` }
    const routes = integratedAt(evidence, at.target).own?.routes ?? []
    const ownMs = (valueIfRead(evidence.configuration)?.timeoutSeconds ?? 0) * 1000
    return {
      strength: timedOut.isLogged ? 'proven' : 'likely',
      summary: `${api.name} waits only ${milliseconds(timedOut.timeoutMs)} for ${fn.name}, and calls took longer${ownMs > 0 ? `; the function itself may run ${milliseconds(ownMs)}` : ''}.`,
      facts: [
        at.fact('integrations', 'TimeoutInMillis', milliseconds(timedOut.timeoutMs)),
        ...(ownMs > 0 ? [at.fact('configuration', 'Timeout of the function', milliseconds(ownMs))] : []),
      ],
      times: timedOut.times,
      fix: withCommands(changeIntegrations(api, routes, evidence.integrations.source, '--timeout-in-millis 30000')),
    }
  },
})
