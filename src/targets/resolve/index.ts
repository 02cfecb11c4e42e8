import { domainLookup, httpApiLookup, restApiLookup } from './api.ts'
import { eventRuleLookups } from './event-rule.ts'
import { functionLookup, functionNames } from './function.ts'
import { queueLookups } from './queue.ts'
import type { Lookup } from './resolution.ts'
import { stackLookup, tagLookup } from './stack.ts'
import { tableLookup, tableNames } from './table.ts'

/** Every way in which a name may be known. */
export const lookups: readonly Lookup[] = [
  restApiLookup,
  httpApiLookup,
  domainLookup,
  functionLookup,
  functionNames,
  tableLookup,
  tableNames,
  ...queueLookups,
  ...eventRuleLookups,
  stackLookup,
  tagLookup,
]
