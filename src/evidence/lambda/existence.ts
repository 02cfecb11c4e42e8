import type { LambdaFunction } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe, type ReadContext } from '../probe.ts'
import { functionConfiguration } from './configuration.ts'
import { functionPolicy } from './policy.ts'

/** Whether the function, at the qualifier called, exists: for those to whom a missing one is an answer. */
export const functionExistence = defineProbe<{ readonly exists: boolean }, LambdaFunction>({
  id: 'lambda.existence',
  actions: functionConfiguration.actions,
  uses: [functionConfiguration, functionPolicy],
  key: functionConfiguration.key,
  resource: functionConfiguration.resource,
  async fetch(target, at) {
    try {
      await at.read(functionConfiguration, target)
      return { exists: true }
    } catch (error) {
      if (!(error instanceof EvidenceMissing)) throw error
      if (error.evidence.status === 'absent' || (await isUnknownToPolicies(target, at))) return { exists: false }
      throw error
    }
  },
  cite: functionConfiguration.cite,
})

/** Where its configuration may not be read, its policy tells as well that a function is not there. */
async function isUnknownToPolicies(target: LambdaFunction, at: ReadContext): Promise<boolean> {
  try {
    await at.read(functionPolicy, target)
    return false
  } catch (error) {
    if (error instanceof EvidenceMissing) return error.evidence.status === 'absent'
    throw error
  }
}
