import { timeoutCause } from './timeout-cause.ts'
import { rollBack } from './words.ts'

export const lambdaTimeoutDeployRegression = timeoutCause({
  id: 'lambda-timeout-deploy-regression',
  known: 'memory',
  cause: 'The timeouts began with a deploy, since which the function takes longer.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
  fix: ({ function: fn }, seen) => ({
    now: 'Put the version before back.',
    proper: 'Compare the two versions’ calls and configuration.',
    prevent: 'Move the alias gradually (CodeDeploy canary) with an alarm on Duration p99.',
    cli: rollBack(fn, seen?.picture.configuration?.version),
  }),
})
