import type { AwsReader } from '../../aws/reader.ts'
import type { IamAction } from '../probe.ts'
import { bucketTrials } from './buckets.ts'
import { apiTrials, lambdaTrials } from './functions-and-apis.ts'
import { changeTrials, identityTrials, stackTrials } from './identities-and-changes.ts'
import { logTrials } from './logs.ts'
import { metricTrials, networkTrials } from './networks-and-metrics.ts'
import { eventTrials, queueTrials, tableTrials } from './queues-and-tables.ts'
import { openTrial, type ServiceTrials, type TrialOptions, type TrialOutcome } from './trial.ts'

const services: readonly ServiceTrials[] = [
  lambdaTrials,
  apiTrials,
  logTrials,
  metricTrials,
  tableTrials,
  queueTrials,
  eventTrials,
  stackTrials,
  changeTrials,
  identityTrials,
  networkTrials,
  bucketTrials,
]

/** Tries every action that can be called without changing, reading or paying for anything: each once, on what is there. */
export async function tryActions(aws: AwsReader, options: TrialOptions): Promise<ReadonlyMap<IamAction, TrialOutcome>> {
  const trial = openTrial(aws, options)
  await Promise.all(services.map((attemptAll) => attemptAll(trial)))
  return trial.outcomes
}
