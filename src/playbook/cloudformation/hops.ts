import { functionOf, isCustomResource } from '../../evidence/cloudformation/custom-resource-log.ts'
import { stackFailures } from '../../evidence/cloudformation/failures.ts'
import { nestedStackOf } from '../../evidence/cloudformation/rollback-blockers.ts'
import { cloudFormationStack, placeOf } from '../../targets/target.ts'
import { defineHop, type Hop } from '../sign.ts'

/** Into the nested stacks that failed: the parent's row only repeats it. */
export const nestedStackHop = defineHop({
  id: 'stack-to-nested-stack',
  from: 'stack',
  symptoms: ['failed'],
  needs: { found: stackFailures },
  next: ({ found }, { target }) =>
    [...found.failures, ...found.waiting].flatMap((failure) => nestedStackOf(failure, target) ?? []).slice(0, 5),
})

/** Up to the parent, where the siblings of a nested stack are: its own rows may all be cancelled. */
export const parentStackHop = defineHop({
  id: 'stack-to-parent-stack',
  from: 'stack',
  symptoms: ['failed'],
  needs: { found: stackFailures },
  next: ({ found }, { target }) =>
    found.state?.parentArn === undefined
      ? []
      : [cloudFormationStack(placeOf(target), found.state.parentArn, { isGone: true })],
})

/** To the function behind a custom resource, whose own changes may be why it fails. */
export const customResourceHop = defineHop({
  id: 'stack-to-custom-resource-function',
  from: 'stack',
  symptoms: ['failed'],
  needs: { found: stackFailures },
  next: ({ found }, { target }) =>
    found.failures
      .filter((failure) => isCustomResource(failure.type))
      .flatMap((failure) => functionOf(failure.serviceToken, target) ?? [])
      .slice(0, 1),
})

export const cloudformationHops: readonly Hop[] = [nestedStackHop, parentStackHop, customResourceHop]
