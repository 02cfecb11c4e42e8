import { defineCause } from '../cause.ts'
import { httpEdgeNeeds } from './edge.ts'
import { judgeThrottled } from './throttled.ts'

export const lambdaConcurrency503 = defineCause({
  id: 'apigw503-lambda-concurrency',
  target: 'http-api-to-function',
  symptoms: ['500', '502', '504', 'throttled'],
  cause: 'Lambda refused the call because no concurrency was free.',
  fix: ({ function: fn }) => ({
    now: `See what limits ${fn.id}: its reserved concurrency or what is left in the account.`,
    proper: 'Give the function the concurrency its traffic needs, and let callers retry with backoff.',
    prevent: `Alarm on AWS/Lambda Throttles of ${fn.id}.`,
    cli: `aws lambda get-function-concurrency --function-name ${fn.id} --region ${fn.region}\naws lambda get-account-settings --region ${fn.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
  known: 'confirmed',
  needs: httpEdgeNeeds,
  diagnose: (evidence, at) =>
    judgeThrottled(evidence, {
      edge: at.target,
      logged: undefined,
      statuses: [500, 503],
      fact: (need, label, value, time, aspect) => at.fact(need === 'log' ? 'access' : need, label, value, time, aspect),
    }),
})
