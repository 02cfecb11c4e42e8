import { failureCause } from './failure-cause.ts'
import { isSdkV2 } from './lambda-import-module.ts'
import { rollBack } from './words.ts'

export const lambdaAwsSdkV2Missing = failureCause({
  id: 'lambda-aws-sdk-v2-missing',
  underRestApi: 'apigw502-init-crash',
  cause: 'The code requires `aws-sdk` (version 2), which Node.js runtimes from 18 on no longer contain.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-deployment.html',
  sought: 'a missing aws-sdk',
  matches: isSdkV2,
  fix: (target, configuration) => ({
    now: 'Bundle `aws-sdk` into the package, or put the version before back.',
    proper: 'Move to the clients of version 3 (`@aws-sdk/client-…`), which the runtime contains.',
    prevent: 'Bundle every dependency; what a runtime happens to contain changes with it.',
    cli: rollBack(target, configuration?.version),
  }),
  tell: ({ share, configuration }, at) => ({
    summary: `${at.target.name} requires aws-sdk version 2, which ${configuration?.runtime ?? 'its runtime'} does not contain; ${share} failed.`,
    facts: configuration?.runtime === undefined ? [] : [at.fact('configuration', 'Runtime', configuration.runtime)],
  }),
})
