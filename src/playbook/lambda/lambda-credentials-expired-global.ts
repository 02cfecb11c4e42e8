import { failureCause } from './failure-cause.ts'
import { quote } from './words.ts'

export const lambdaCredentialsExpiredGlobal = failureCause({
  id: 'lambda-credentials-expired-global',
  underRestApi: 'apigw502-unhandled-exception',
  cause: 'The code keeps credentials or a signed client longer than they are valid, in an environment that lives on.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
  leadsTo: ['lambda-unhandled-exception'],
  sought: 'expired credentials',
  matches: (failure) => failure.kind === 'credentials-expired',
  fix: (target) => ({
    now: 'Make Lambda start new environments: change any setting of the function, its description for one.',
    proper:
      'Make the client without credentials of your own, so that the SDK renews them; renew assumed roles before they expire. With SnapStart, make the client after the restore.',
    prevent: 'Never store the result of AssumeRole or a presigned URL in a module variable.',
    cli: `aws lambda update-function-configuration --function-name ${target.id} --description "new environments" --region ${target.region}`,
  }),
  tell: ({ last, share, configuration }, at) => ({
    summary: `${at.target.name} calls AWS with expired credentials: ${quote(last)}; ${share} failed.`,
    facts:
      configuration === undefined || configuration.snapStart.applyOn === 'None'
        ? []
        : [at.fact('configuration', 'SnapStart', configuration.snapStart.applyOn)],
  }),
})
