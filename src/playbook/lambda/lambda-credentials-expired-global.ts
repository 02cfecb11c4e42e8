import { failureCause } from './failure-cause.ts'
import { lambdaCli, quote, reconfigure } from './words.ts'

export const lambdaCredentialsExpiredGlobal = failureCause({
  id: 'lambda-credentials-expired-global',
  underRestApi: 'apigw502-unhandled-exception',
  cause: 'The code keeps credentials or a signed client longer than they are valid, in an environment that lives on.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
  leadsTo: ['lambda-unhandled-exception'],
  sought: 'expired credentials',
  matches: (failure) => failure.kind === 'credentials-expired',
  fix: (target) => ({
    now: 'Make Lambda start new environments: any change of the function’s settings does, here a date behind its description.',
    proper:
      'Make the client without credentials of your own, so that the SDK renews them; renew assumed roles before they expire. With SnapStart, make the client after the restore.',
    prevent: 'Never store the result of AssumeRole or a presigned URL in a module variable.',
    cli: reconfigure(
      target,
      `--description "$(${lambdaCli(target, 'get-function-configuration', '--query Description --output text')}) (restarted $(date -u +%FT%TZ))"`,
    ),
  }),
  tell: ({ last, share, configuration }, at) => ({
    summary: `${at.target.name} calls AWS with credentials that have expired (${quote(last)}); ${share} failed.`,
    facts:
      configuration === undefined || configuration.snapStart.applyOn === 'None'
        ? []
        : [at.fact('configuration', 'SnapStart', configuration.snapStart.applyOn)],
  }),
})
