import { ownPlaybook } from '../../playbook/index.ts'
import { apiGatewayPlaybook } from './api-gateway/index.ts'
import type { Cause } from './cause.ts'
import { cloudformationPlaybook } from './cloudformation/index.ts'
import { cloudtrailPlaybook } from './cloudtrail/index.ts'
import { coldStartPlaybook } from './cold-start/index.ts'
import { costPlaybook } from './cost/index.ts'
import { dynamodbPlaybook } from './dynamodb/index.ts'
import { effectsOfFailingTarget, eventbridgePlaybook } from './eventbridge/index.ts'
import { family } from './family.ts'
import { iamPlaybook } from './iam/index.ts'
import { lambdaPlaybook } from './lambda/index.ts'
import { openQuestions } from './open-questions.ts'
import { ownPart } from './own.ts'
import type { Playbook } from './playbook.ts'
import { s3Playbook } from './s3/index.ts'
import { securityPlaybook } from './security/index.ts'
import { slowPlaybook } from './slow/index.ts'
import { effectsOfFailingConsumer, sqsPlaybook } from './sqs/index.ts'

const parts = [
  apiGatewayPlaybook,
  lambdaPlaybook,
  coldStartPlaybook,
  dynamodbPlaybook,
  slowPlaybook,
  sqsPlaybook,
  eventbridgePlaybook,
  costPlaybook,
  securityPlaybook,
  iamPlaybook,
  cloudformationPlaybook,
  s3Playbook,
  ownPart(ownPlaybook),
]

/** Whatever makes a function fail shows on the queue or rule that feeds it. */
const effectsOfFailingFunction = [...effectsOfFailingConsumer, ...effectsOfFailingTarget]

function withEffects(cause: Cause): Cause {
  if (cause.target !== 'function') return cause
  return { ...cause, leadsTo: [...(cause.leadsTo ?? []), ...effectsOfFailingFunction.filter((id) => id !== cause.id)] }
}

/** Everything Firstlook knows, as one list each. */
export const playbook: Playbook = {
  causes: parts.flatMap((part): readonly Cause[] => part.causes).map(withEffects),
  signs: parts.flatMap((part) => part.signs),
  hops: parts.flatMap((part) => part.hops),
  changes: [...cloudtrailPlaybook.changes, ...parts.flatMap((part) => part.changes)],
  advice: parts.flatMap((part) => part.advice),
  open: openQuestions,
  family,
}
