import { AwsError } from '../wire/errors.ts'
import type { Service } from '../wire/services.ts'
import type { NeededAccess } from './actions.ts'
import type { Decision } from './evaluate.ts'

/** The refusal of a call in the words and with the code of its service. */
export function denialOf(service: Service, callerArn: string, access: NeededAccess, decision: Decision): AwsError {
  // SQS prints its actions in lower case.
  const action = service.id === 'sqs' ? access.action.toLowerCase() : access.action
  const sentence = `User: ${callerArn} is not authorized to perform: ${action}${resourceWords(service, access.resource)} ${reasonWords(action, decision)}`
  switch (service.protocol) {
    case 'ec2Query':
      return new AwsError('UnauthorizedOperation', `You are not authorized to perform this operation. ${sentence}`, {
        status: 403,
      })
    case 'awsQuery':
    case 'restXml':
      return new AwsError('AccessDenied', sentence, { status: 403 })
    case 'restJson':
      return new AwsError('AccessDeniedException', sentence, { status: 403 })
    default:
      if (service.isQueryCompatible) return new AwsError('AccessDenied', sentence, { status: 403 })
      return new AwsError('AccessDeniedException', sentence, { status: 400 })
  }
}

function resourceWords(service: Service, resource: string): string {
  if (resource === '*') return service.id === 'lambda' ? ' on resource: *' : ''
  return service.id === 's3' ? ` on resource: "${resource}"` : ` on resource: ${resource}`
}

function reasonWords(action: string, { outcome, layer = 'identity-based policy', matched }: Decision): string {
  if (outcome === 'implicitDeny') return `because no ${layer} allows the ${action} action`
  const arn = matched[0]?.policy.arn
  const article = /^[aeiou]/.test(layer) ? 'an' : 'a'
  return `with an explicit deny in ${article} ${layer}${arn === undefined || layer === 'resource-based policy' ? '' : `: ${arn}`}`
}
