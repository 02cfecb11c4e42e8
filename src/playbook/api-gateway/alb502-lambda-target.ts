import { timesAbove, total } from '../../evidence/cloudwatch/series.ts'
import { balancerMetrics } from '../../evidence/elb/balancer-metrics.ts'
import { targetHealth } from '../../evidence/elb/target-health.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { choose } from '../command.ts'
import { counted, listed } from './words.ts'

export const albLambdaTarget = defineCause({
  id: 'alb502-lambda-target',
  target: 'load-balancer',
  symptoms: ['502', '500', '504'],
  cause:
    'The function behind the load balancer threw, or answered with something that is no response: bad JSON, missing fields, more than 1 MB.',
  fix: (balancer) => ({
    now: 'Return { statusCode, statusDescription, headers, body, isBase64Encoded } with a body of text under 1 MB, and see the function’s log for errors.',
    proper: 'Turn on the load balancer’s access log: error_reason says which of them it was.',
    cli: choose(
      "aws s3api list-buckets --query 'Buckets[].Name'",
      { BUCKET: 'a bucket of the list that the load balancer may write to' },
      ({ BUCKET }) =>
        `aws elbv2 modify-load-balancer-attributes --load-balancer-arn ${balancer.arn} --attributes Key=access_logs.s3.enabled,Value=true Key=access_logs.s3.bucket,Value=${BUCKET} --region ${balancer.region}`,
    ),
  }),
  docs: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html',
  known: 'memory',
  needs: { metrics: balancerMetrics, groups: optional(targetHealth) },
  diagnose({ metrics, groups }, { target, fact }) {
    const made = total(metrics.elb502)
    if (made === 0) return { clear: 'The load balancer made no 502.' }
    const functions = (valueIfRead(groups) ?? []).filter((group) => group.targetType === 'lambda')
    if (groups.status === 'ok' && functions.length === 0) return { clear: 'No target group has a function.' }
    const userErrors = total(metrics.lambdaUserErrors)
    const others = (valueIfRead(groups) ?? []).filter((group) => group.targetType !== 'lambda')
    const names = listed(
      functions.flatMap((group) => group.targets.map((each) => each.id.split(':function:')[1] ?? each.id)),
    )
    if (userErrors === 0 && others.length > 0)
      return { inconclusive: 'The 502s may come from targets that are no functions.' }
    return {
      strength: userErrors > 0 || others.length === 0 ? 'likely' : 'possible',
      summary: `${target.name} made ${counted(made, '502')} because ${names === '' ? 'its function' : names} failed or returned no valid response${userErrors > 0 ? ` (LambdaUserError ${userErrors})` : ''}.`,
      facts: [
        fact(
          'metrics',
          'HTTPCode_ELB_502_Count',
          `${made}`,
          timesAbove(metrics.elb502, 0).at(-1),
          'HTTPCode_ELB_502_Count',
        ),
        fact('metrics', 'LambdaUserError', `${userErrors}`, undefined, 'LambdaUserError'),
      ],
      times: timesAbove(metrics.elb502, 0),
    }
  },
})
