import { ConfigServiceClient, GetResourceConfigHistoryCommand, type ResourceType } from '@aws-sdk/client-config-service'
import type { AccountRegion } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { type ConfigFinding, configFindings } from './config-findings.ts'
import { isTelling } from './config-rules.ts'
import { citeCheck, focusKey, focusOf } from './focus.ts'

/** What changed on a resource that a rule marks. Times are epoch milliseconds. */
export interface ResourceDrift {
  readonly finding: ConfigFinding
  /** When the newest recorded change was captured. */
  readonly changedAt: number
  /** Names of the settings that differ from the recording before; values stay out. */
  readonly changed: readonly string[]
}

const mostResources = 1

/** The last recorded change of the first marked resource, of a whole account the first that a managed rule marks; one that Config does not know is left out. */
export const configHistory = defineProbe<readonly ResourceDrift[], AccountRegion>({
  id: 'security.config-history',
  actions: ['config:GetResourceConfigHistory'],
  uses: [configFindings],
  key: focusKey,
  resource: () => '*',
  async fetch(target, at) {
    const { findings } = await at.read(configFindings, target)
    const isWhole = focusOf(target) === undefined
    const unique = findings.filter(
      (each, index) =>
        findings.findIndex((other) => other.resourceId === each.resourceId) === index &&
        (!isWhole || isTelling(each.rule)),
    )
    const drifts = await Promise.all(
      unique.slice(0, mostResources).map(async (finding): Promise<ResourceDrift[]> => {
        try {
          const answer = await at.aws.client(ConfigServiceClient, target.region).send(
            new GetResourceConfigHistoryCommand({
              resourceType: finding.resourceType as ResourceType,
              resourceId: finding.resourceId,
              limit: 2,
            }),
          )
          const [newest, before] = answer.configurationItems ?? []
          if (newest?.configurationItemCaptureTime === undefined) return []
          return [
            {
              finding,
              changedAt: newest.configurationItemCaptureTime.getTime(),
              changed: before === undefined ? [] : changedKeys(before.configuration, newest.configuration),
            },
          ]
        } catch (error) {
          if (error instanceof Error && /NotDiscovered|NotFound|ValidationException/.test(error.name)) return []
          throw error
        }
      }),
    )
    return drifts.flat()
  },
  cite: (target, _, resource = '') =>
    citeCheck(
      target,
      `config:GetResourceConfigHistory ${resource}`.trim(),
      `configservice get-resource-config-history --resource-type ${resource.split(' ')[0] ?? 'TYPE'} --resource-id ${resource.split(' ')[1] ?? 'ID'} --limit 2`,
      'config',
      '/resources',
    ),
})

function changedKeys(before: string | undefined, after: string | undefined): string[] {
  const [old, now] = [settingsOf(before), settingsOf(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key]))
    .sort()
}

function settingsOf(json: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
