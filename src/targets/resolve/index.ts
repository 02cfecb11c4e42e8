import { accountLookups } from './account.ts'
import { openLookups } from './any.ts'
import { domainLookup, httpApiLookup, restApiLookup } from './api.ts'
import { bucketLookup, bucketNames } from './bucket.ts'
import { denialLookup } from './denial.ts'
import { rulesOnBusLookup } from './event-bus.ts'
import { eventRuleLookups } from './event-rule.ts'
import { functionLookup, functionNames } from './function.ts'
import { functionUrlLookup } from './function-url.ts'
import { loadBalancerLookup } from './load-balancer.ts'
import { queueLookups } from './queue.ts'
import type { Lookup } from './resolution.ts'
import { roleLookup, roleNames } from './role.ts'
import { stackLookup, tagLookup } from './stack.ts'
import { failedStackLookup, goneStackLookup } from './stack-failure.ts'
import { tableLookup, tableNames } from './table.ts'

/** Every way in which a name may be known. */
export const lookups: readonly Lookup[] = [
  restApiLookup,
  httpApiLookup,
  domainLookup,
  functionLookup,
  functionNames,
  functionUrlLookup,
  tableLookup,
  tableNames,
  ...queueLookups,
  ...eventRuleLookups,
  ...accountLookups,
  failedStackLookup,
  goneStackLookup,
  denialLookup,
  roleLookup,
  roleNames,
  bucketLookup,
  bucketNames,
  stackLookup,
  tagLookup,
  loadBalancerLookup,
  rulesOnBusLookup,
  ...openLookups,
]
