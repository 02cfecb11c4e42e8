import { stateCause } from './state-cause.ts'

export const lambdaRuntimeDeprecated = stateCause({
  id: 'lambda-runtime-deprecated',
  cause: 'Lambda no longer runs or updates functions of this runtime.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
  known: 'memory',
  codes: /^InvalidRuntime$/,
  words: /InvalidRuntimeException|runtime parameter of \S+ is no longer supported/,
  means: (_code, { runtime }) => `the runtime ${runtime ?? ''} is no longer supported`,
  fix: (target) => ({
    now: 'Move the function to a supported runtime and publish it.',
    proper: 'Upgrade before the date in the runtime table.',
    prevent: 'Watch the AWS Health notices and Trusted Advisor check for deprecated runtimes.',
    cli: `aws lambda update-function-configuration --function-name ${target.id} --runtime <runtime> --region ${target.region}`,
  }),
})
