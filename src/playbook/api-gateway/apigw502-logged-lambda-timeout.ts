import { functionErrorCause } from './function-errors.ts'

export const lambdaTimeout502 = functionErrorCause({
  id: 'apigw502-logged-lambda-timeout',
  named: 'apigw502-lambda-timeout',
  kinds: ['timeout', 'init-timeout'],
  cause: 'The function ran into its own timeout.',
  did: 'timed out',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
  fix: (fn) => ({
    now: `Raise the timeout of ${fn.id}, but keep it below the API's 29 s.`,
    proper: 'Find the call that takes so long and give it a time limit of its own.',
    cli: `aws lambda update-function-configuration --function-name ${fn.id} --timeout 25 --region ${fn.region}`,
  }),
})
