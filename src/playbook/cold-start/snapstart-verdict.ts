import { valueIfRead } from '../../evidence/evidence.ts'
import { milliseconds } from '../dynamodb/amount.ts'
import type { ColdContext, ColdEvidence } from './cold-needs.ts'
import { type ColdVerdict, howOften, startsFact, whenOf } from './cold-verdict.ts'
import { quantile, type StartPicture } from './start-picture.ts'

const slowRestoreMs = 1_000

/** Where SnapStart is configured and does not help. */
export function snapStartVerdict(
  picture: StartPicture,
  evidence: ColdEvidence,
  at: ColdContext,
): ColdVerdict | undefined {
  const configuration = valueIfRead(evidence.configuration)
  if (configuration === undefined || configuration.snapStart.applyOn === 'None') return undefined
  const { target } = at
  const inits = picture.starts.filter((start) => start.initMs !== undefined && start.restoreMs === undefined)
  const onLatest = inits.filter((start) => start.version === '$LATEST')
  const isOff =
    configuration.snapStart.optimizationStatus === 'Off' &&
    inits.length > 0 &&
    inits.every((start) => start.version === undefined)
  if (inits.length > 0 && (onLatest.length >= 0.5 * inits.length || isOff))
    return {
      id: 'cold-snapstart-off-qualifier',
      strength: onLatest.length === inits.length ? 'proven' : 'likely',
      summary: `${howOften(picture, target.name)} with an init of ${milliseconds(
        quantile(
          inits.map((start) => start.initMs ?? 0),
          0.5,
        ) ?? 0,
      )}: SnapStart is set for published versions, but ${onLatest.length > 0 ? '$LATEST is called' : 'the version called has none'}.`,
      facts: [
        at.fact(
          'configuration',
          'SnapStart',
          `ApplyOn ${configuration.snapStart.applyOn}, OptimizationStatus ${configuration.snapStart.optimizationStatus}`,
        ),
        startsFact(picture, evidence, at),
      ],
      times: inits.map((start) => start.at),
      requestIds: inits.map((start) => start.requestId),
      fix: {
        now: `Publish a version of ${target.id}, point an alias to it, and let the callers call the alias.`,
        cli: `aws lambda publish-version --function-name ${target.id} --region ${target.region}`,
      },
    }
  if ((picture.restoreMedian ?? 0) < slowRestoreMs) return undefined
  return {
    id: 'cold-snapstart-restore-slow',
    strength: picture.starts.length >= 3 ? 'proven' : 'likely',
    summary: `${howOften(picture, target.name)}, each restored from its snapshot in ${milliseconds(picture.restoreMedian ?? 0)}, which is what its restore hooks take.`,
    facts: [
      startsFact(picture, evidence, at),
      at.fact(
        'configuration',
        'SnapStart',
        `ApplyOn ${configuration.snapStart.applyOn}, OptimizationStatus ${configuration.snapStart.optimizationStatus}`,
      ),
    ],
    ...whenOf(picture),
  }
}
