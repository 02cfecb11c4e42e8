import { accountAround } from '../../evidence/security/focus.ts'
import type { TargetKind } from '../../targets/target.ts'
import { defineHop, type Hop } from '../sign.ts'

/** Resources that can be asked about by themselves: their checks are made within their account. */
export const resourceKinds = [
  'bucket',
  'function',
  'queue',
  'kms-key',
  'table',
] as const satisfies readonly TargetKind[]

export const securityHops: readonly Hop[] = resourceKinds.map((kind) =>
  defineHop({
    id: `security.${kind}`,
    from: kind,
    symptoms: ['security'],
    needs: {},
    next: (_, { target }) => [accountAround(target)],
  }),
)
