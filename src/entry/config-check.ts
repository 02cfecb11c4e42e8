import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConfigCheck } from '../config/config.ts'
import { nearMisses } from '../intake/near-miss.ts'
import { playbook } from '../playbook/index.ts'
import { causeNames } from '../playbook/team.ts'

/** What a configuration is checked against: the ids of all causes, and its own text so that faults name their line. */
export function configCheck(): ConfigCheck {
  const source = sourceText()
  return { causeIds: causeNames(playbook), nearest: nearMisses, ...(source !== undefined && { source }) }
}

/** Undefined where only the bundle is, as in Lambda. */
function sourceText(): string | undefined {
  const folder: string | undefined = import.meta.dirname
  if (folder === undefined) return undefined
  try {
    return readFileSync(join(folder, '..', '..', 'firstlook.config.ts'), 'utf8')
  } catch {
    return undefined
  }
}
