import { defineCause } from '../cause.ts'
import { attribute, restEdgeNeeds } from './edge.ts'
import { judgeThrottled } from './throttled.ts'

export const lambdaThrottled = defineCause({
  id: 'apigw500-lambda-throttled',
  target: 'rest-api-to-function',
  symptoms: ['500', '502', 'throttled'],
  cause: 'Lambda refused the call because no concurrency was free; a REST API answers that with a 500, not a 429.',
  fix: ({ function: fn }) => ({
    now: `See what limits ${fn.id}: its reserved concurrency or what is left in the account.`,
    proper: 'Give the function the concurrency its traffic needs, and let callers retry with backoff.',
    prevent: `Alarm on AWS/Lambda Throttles of ${fn.id}.`,
    cli: `aws lambda get-function-concurrency --function-name ${fn.id} --region ${fn.region}\naws lambda get-account-settings --region ${fn.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
  known: 'confirmed',
  needs: restEdgeNeeds,
  diagnose: (evidence, at) =>
    judgeThrottled(evidence, {
      edge: at.target,
      logged: attribute(evidence, at.target, ['throttled'], false),
      statuses: [500],
      fact: (need, label, value, time, aspect) => at.fact(need, label, value, time, aspect),
    }),
})
