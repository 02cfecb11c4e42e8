import type { LambdaFunction } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe } from '../probe.ts'
import { functionConfiguration } from './configuration.ts'

/** Whether the function, at the qualifier called, exists: for those to whom a missing one is an answer. */
export const functionExistence = defineProbe<{ readonly exists: boolean }, LambdaFunction>({
  id: 'lambda.existence',
  actions: functionConfiguration.actions,
  uses: [functionConfiguration],
  key: functionConfiguration.key,
  resource: functionConfiguration.resource,
  async fetch(target, at) {
    try {
      await at.read(functionConfiguration, target)
      return { exists: true }
    } catch (error) {
      if (error instanceof EvidenceMissing && error.evidence.status === 'absent') return { exists: false }
      throw error
    }
  },
  cite: functionConfiguration.cite,
})
