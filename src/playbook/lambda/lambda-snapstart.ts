import { failureCause } from './failure-cause.ts'
import { quote } from './words.ts'

export const lambdaSnapstart = failureCause({
  id: 'lambda-snapstart',
  underRestApi: 'apigw502-lambda-infra-502',
  cause: 'The snapshot of a SnapStart function could not be restored, or its restore hook failed or took too long.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/snapstart-monitoring.html',
  leadsTo: ['lambda-unhandled-exception', 'lambda-downstream-4xx5xx'],
  sought: 'a failed SnapStart restore',
  matches: (failure) =>
    failure.kind === 'restore' ||
    /SnapStart(?:NotReady|Timeout)?Exception|afterRestore|RestoreError|RESTORE_REPORT|Runtime\.AfterRestore/.test(
      `${failure.errorType} ${failure.message}`,
    ),
  fix: (target) => ({
    now: 'Put the version before back; a version that is not yet Active answers once it is.',
    proper: 'Fix the afterRestore hook: at most 10 seconds, no connection kept from before the snapshot.',
    prevent: 'Wait for the version to be Active before the alias moves.',
    cli: `aws lambda wait published-version-active --function-name ${target.id}${target.qualifier === undefined ? '' : ` --qualifier ${target.qualifier}`} --region ${target.region}`,
  }),
  tell: ({ last, share, configuration }, at) => ({
    summary: `${at.target.name} could not be restored from its snapshot: ${quote(last)}; ${share} failed.`,
    facts:
      configuration === undefined
        ? []
        : [
            at.fact(
              'configuration',
              'SnapStart',
              `${configuration.snapStart.applyOn}, ${configuration.snapStart.optimizationStatus}`,
            ),
          ],
  }),
})
