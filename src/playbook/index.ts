import { apiGatewayPlaybook } from './api-gateway/index.ts'
import { cloudtrailPlaybook } from './cloudtrail/index.ts'
import { coldStartPlaybook } from './cold-start/index.ts'
import { dynamodbPlaybook } from './dynamodb/index.ts'
import { family } from './family.ts'
import { lambdaPlaybook } from './lambda/index.ts'
import type { Playbook } from './playbook.ts'

const parts = [apiGatewayPlaybook, lambdaPlaybook, coldStartPlaybook, dynamodbPlaybook]

/** Everything Firstlook knows, as one list each. */
export const playbook: Playbook = {
  causes: parts.flatMap((part) => part.causes),
  signs: parts.flatMap((part) => part.signs),
  hops: parts.flatMap((part) => part.hops),
  changes: [...cloudtrailPlaybook.changes, ...parts.flatMap((part) => part.changes)],
  advice: parts.flatMap((part) => part.advice),
  family,
}
