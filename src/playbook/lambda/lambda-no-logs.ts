import { timesAbove, total } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { functionFailures } from '../../evidence/lambda/failures.ts'
import { functionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { count, roleOf } from './words.ts'

export const lambdaNoLogs = defineCause({
  id: 'lambda-no-logs',
  target: 'function',
  symptoms: ['errors', 'timeout'],
  cause:
    'The function runs but writes no log, so its failures cannot be told apart: its role may not write, or the log group is gone.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html',
  known: 'confirmed',
  needs: { failures: functionFailures, metrics: functionMetrics, configuration: optional(functionConfiguration) },
  fix: (target) => ({
    now: 'Let the function write its log; the next failure then names its cause.',
    proper: 'Attach AWSLambdaBasicExecutionRole to the role and make the log group in the template.',
    prevent: 'Check for a log line after each first deploy.',
    cli: `aws logs create-log-group --log-group-name /aws/lambda/${target.id} --region ${target.region}`,
  }),
  diagnose({ failures, metrics, configuration }, at) {
    const { invocations, errors } = seriesOf(metrics)
    const failed = total(errors)
    const isMissing = failures.state === 'no-group'
    const isEmpty =
      failures.complete && failures.failures.length === 0 && failures.loggedErrors.length === 0 && failed > 0
    if (total(invocations) === 0 || failed === 0) return { clear: 'There is no failure that a log would explain.' }
    if (failures.groupIsAssumed) return { inconclusive: 'Which log group the function writes to could not be read.' }
    if (!isMissing && !isEmpty) return { clear: `${failures.group} has lines of the function’s failures.` }
    const role = roleOf(at.target, valueIfRead(configuration))
    return {
      strength: 'possible',
      summary: isMissing
        ? `${at.target.name} failed ${count(failed, 'time')}, but its log group ${failures.group} does not exist, so the log cannot say why.`
        : `${at.target.name} failed ${count(failed, 'time')}, but ${failures.group} has no line of it.`,
      facts: [
        at.fact('metrics', 'Errors', `${failed} of ${total(invocations)} invocations`, undefined, 'Errors'),
        at.fact(
          'failures',
          'Log group',
          isMissing ? `${failures.group} does not exist` : `${failures.group}: no failure in it`,
          undefined,
          failures.group,
        ),
      ],
      times: timesAbove(errors, 0),
      ...(role !== undefined && {
        fix: {
          cli: `aws iam attach-role-policy --role-name ${role.name} --policy-arn arn:${at.target.partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole\naws logs create-log-group --log-group-name ${failures.group} --region ${at.target.region}`,
        },
      }),
    }
  },
})
