import { valueIfRead } from '../../evidence/evidence.ts'
import { functionDenials } from '../../evidence/iam/function-denials.ts'
import { roleRecord } from '../../evidence/iam/role-denials.ts'
import { roleUse } from '../../evidence/iam/role-use.ts'
import { optional } from '../../evidence/probe.ts'
import { defineHop, type Hop } from '../sign.ts'
import { loggedDenials, recordedDenials } from './refusals.ts'

/** From a function to the refusals it wrote down. */
export const functionDenialHop = defineHop({
  id: 'function-to-denial',
  from: 'function',
  symptoms: ['denied'],
  needs: { denials: functionDenials },
  next: ({ denials }, { target }) => loggedDenials(target, denials),
})

/** From a role to its refused calls, to refused attempts to assume it, and to what its functions wrote. */
export const roleDenialHop = defineHop({
  id: 'role-to-denial',
  from: 'role',
  symptoms: ['denied'],
  needs: { record: optional(roleRecord), use: optional(roleUse) },
  next({ record, use }, { target }) {
    const recorded = valueIfRead(record)
    return [
      ...recordedDenials(target, recorded?.refusals ?? [], target.arn),
      ...recordedDenials(
        target,
        (recorded?.refusedAssumptions ?? []).map((call) => ({ ...call, resources: [target.arn] })),
      ),
      ...(valueIfRead(use) ?? []).flatMap((each) =>
        each.denials === undefined ? [] : loggedDenials(target, each.denials),
      ),
    ].slice(0, 4)
  },
})

export const iamHops: readonly Hop[] = [functionDenialHop, roleDenialHop]
