import { deploymentPackage } from '../../evidence/cold-start/package.ts'
import { provisionedUse } from '../../evidence/cold-start/provisioned-use.ts'
import { functionStartups } from '../../evidence/cold-start/startups.ts'
import { functionAlias } from '../../evidence/lambda/alias.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { functionMetrics } from '../../evidence/lambda/metrics.ts'
import { provisionedConcurrency } from '../../evidence/lambda/provisioned.ts'
import { optional, type Values } from '../../evidence/probe.ts'
import type { JudgeContext } from '../cause.ts'
import { functionWrites } from '../cloudtrail/index.ts'

/** What cold starts are judged on: the log tells which invocations waited, the rest why. */
export const coldNeeds = {
  metrics: functionMetrics,
  startups: optional(functionStartups),
  configuration: optional(functionConfiguration),
  package: optional(deploymentPackage),
  provisioned: optional(provisionedConcurrency),
  use: optional(provisionedUse),
  alias: optional(functionAlias),
  writes: optional(functionWrites),
} as const

export type ColdEvidence = Values<typeof coldNeeds>
export type ColdContext = JudgeContext<'function', typeof coldNeeds>
