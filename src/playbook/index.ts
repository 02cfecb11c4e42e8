import { cloudtrailPlaybook } from './cloudtrail/index.ts'
import { family } from './family.ts'
import type { Playbook } from './playbook.ts'

/** Everything Firstlook knows, as one list each. */
export const playbook: Playbook = {
  causes: [],
  signs: [],
  hops: [],
  changes: [...cloudtrailPlaybook.changes],
  advice: [],
  family,
}
