import type { Failure, StackFailures } from '../../evidence/cloudformation/failures.ts'
import { shellWord } from '../../evidence/cloudwatch/metrics.ts'
import type { Stack } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'

/** `orders could not create OrdersTable (AWS::DynamoDB::Table)` */
export function whatFailed(failure: Failure, stack: Stack): string {
  switch (failure.source) {
    case 'error':
      return `The deployment of ${stack.name} was refused`
    case 'change-set':
      return `Change set ${failure.logicalId} of ${stack.name} failed`
    case 'validation':
      return `Change set of ${stack.name} was refused at ${failure.logicalId}${typeOf(failure)}`
    case 'stack':
      return `${stack.name} failed as a whole`
    case 'event':
      return `${stack.name} could not ${verbOf(failure.status)} ${failure.logicalId}${typeOf(failure)}`
  }
}

function typeOf({ type }: Failure): string {
  return type === '' ? '' : ` (${type})`
}

function verbOf(status: string): string {
  if (status.startsWith('CREATE')) return 'create'
  if (status.startsWith('DELETE')) return 'delete'
  return status.startsWith('IMPORT') ? 'import' : 'update'
}

/** ` at 03:00:12Z`, or nothing where no time is known. */
export function clockOf(at: number | undefined): string {
  return at === undefined || at <= 0 ? '' : ` at ${new Date(at).toISOString().slice(0, 19)}Z`
}

/** `cloudformation deploy` line parts: the stack and its region. */
export function stackOption(stack: Stack): string {
  return `--stack-name ${shellWord(stack.id === '' ? stack.name : stack.id)} --region ${stack.region}`
}

/** The fix with what the stack's present state asks for first. */
export function redeploy(fix: Fix, { state }: StackFailures, stack: Stack): Fix {
  if (state?.status !== 'ROLLBACK_COMPLETE') return fix
  const remove = `aws cloudformation delete-stack ${stackOption(stack)}`
  return {
    ...fix,
    now: `${fix.now ?? ''} ${stack.name} is in ROLLBACK_COMPLETE and can only be deleted: delete it, then deploy again.`.trim(),
    cli: [fix.cli, remove].filter((line) => line !== undefined).join('\n'),
  }
}

/** `aws logs tail` style command that shows a resource's service-side state is different for each type; the template line is not. */
export function propertyLine(failure: Failure): string {
  const path = failure.validation?.path.replace(/^\/Resources\//, '').replaceAll('/', '.')
  return path === undefined || path === '' ? failure.logicalId : path
}
