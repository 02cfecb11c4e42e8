import { valueIfRead } from '../../evidence/evidence.ts'
import { functionFailures } from '../../evidence/lambda/failures.ts'
import { from, optional } from '../../evidence/probe.ts'
import type { HttpApiToFunction, RestApiToFunction } from '../../targets/target.ts'
import { defineHop, type Hop } from '../sign.ts'
import { apiTimeouts, timedOutAt } from './api-timeouts.ts'
import { httpEdgeNeeds, restEdgeNeeds } from './edge.ts'
import { apiFunctionErrors } from './function-errors.ts'

/** To how long the function ran, once the API is known to have stopped waiting for it. */
const restToTimeouts = defineHop({
  id: 'rest-api-to-function-timeouts',
  from: 'rest-api-to-function',
  symptoms: ['504', '502', '500', 'timeout'],
  needs: restEdgeNeeds,
  next(evidence, { target }) {
    const timedOut = timedOutAt(evidence, target)
    return timedOut === undefined ? [] : [apiTimeouts(target, timedOut.timeoutMs)]
  },
})

const httpToTimeouts = defineHop({
  id: 'http-api-to-function-timeouts',
  from: 'http-api-to-function',
  symptoms: ['504', '502', '500', 'timeout'],
  needs: httpEdgeNeeds,
  next(evidence, { target }: { readonly target: HttpApiToFunction }) {
    const timedOut = timedOutAt(evidence, target)
    return timedOut === undefined ? [] : [apiTimeouts(target, timedOut.timeoutMs)]
  },
})

/** To the errors that only the API's log holds, where the function's own log has none. */
const restToFunctionErrors = defineHop({
  id: 'rest-api-to-function-errors',
  from: 'rest-api-to-function',
  symptoms: ['502', '500', '504', 'errors'],
  needs: { ...restEdgeNeeds, failures: optional(from(functionFailures, (edge: RestApiToFunction) => edge.function)) },
  next({ failures, ...evidence }, { target }) {
    if ((valueIfRead(failures)?.failures.length ?? 0) > 0) return []
    const errors = apiFunctionErrors(evidence, target)
    return errors === undefined ? [] : [errors]
  },
})

export const edgeHops: Hop[] = [restToTimeouts, httpToTimeouts, restToFunctionErrors]
