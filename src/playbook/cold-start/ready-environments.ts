import { total } from '../../evidence/cloudwatch/series.ts'
import type { ProvisionedUses } from '../../evidence/cold-start/provisioned-use.ts'
import type { FunctionAlias } from '../../evidence/lambda/alias.ts'

/** What provisioned concurrency served without anybody waiting. */
export interface ReadyEnvironments {
  /** Every call met an environment that stood ready. */
  readonly servedAll: boolean
  /** Versions of which every call did. */
  readonly versions: ReadonlySet<string>
}

/** Environments that stand ready report an init too, at their first use; these are the ones to leave out. */
export function readyEnvironments(
  use: ProvisionedUses | null | undefined,
  alias: FunctionAlias | null | undefined,
): ReadyEnvironments {
  if (use === undefined || use === null) return { servedAll: false, versions: new Set() }
  const qualified = Object.entries(use.byQualifier)
  // CloudWatch counts by the qualifier that was called; by the function as a whole it may not.
  const sumOf = (pick: 'provisioned' | 'spillover'): number =>
    Math.max(
      total(use.all[pick]),
      qualified.reduce((sum, [, each]) => sum + total(each[pick]), 0),
    )
  const served = sumOf('provisioned')
  const versions = qualified
    .filter(([, each]) => total(each.provisioned) > 0 && total(each.spillover) === 0)
    .flatMap(([qualifier]) => {
      if (/^\d+$/.test(qualifier)) return [qualifier]
      return alias?.name === qualifier ? [alias.version, ...alias.routes.map((route) => route.version)] : []
    })
  return {
    servedAll: served > 0 && sumOf('spillover') === 0 && served >= 0.99 * total(use.all.invocations),
    versions: new Set(versions),
  }
}
