import { valueIfRead } from '../../evidence/evidence.ts'
import { functionAlias } from '../../evidence/lambda/alias.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { optional } from '../../evidence/probe.ts'
import { defineChangeSource } from '../sign.ts'

const lookBackMs = 24 * 3_600_000

/** The last change of the function's code or configuration; CloudTrail, where it can be read, tells who made it. */
export const functionChanges = defineChangeSource({
  id: 'lambda.changes',
  target: 'function',
  needs: { configuration: functionConfiguration, alias: optional(functionAlias) },
  list({ configuration, alias }, { target, window }) {
    const { lastModified, version, lastUpdateStatus } = configuration
    if (lastModified === undefined || lastModified < window.from - lookBackMs || lastModified > window.to) return []
    const routes = valueIfRead(alias)?.routes ?? []
    const weights =
      routes.length === 0
        ? ''
        : `; ${target.qualifier} sends ${routes.map((route) => `${Math.round(route.weight * 100)} % to version ${route.version}`).join(', ')}`
    const what = target.qualifier === undefined ? 'Code or configuration updated' : `Version ${version} published`
    return [
      {
        at: lastModified,
        who: 'unknown (the function says only when)',
        what: `${what}${lastUpdateStatus === 'Failed' ? ', and the update failed' : ''}${weights}`,
        resource: target.arn,
      },
    ]
  },
})
