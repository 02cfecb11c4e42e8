import type { LambdaFunction } from '../../targets/target.ts'
import { coldCause } from './cold-cause.ts'

/** Provisioned concurrency stands on an alias or version, so one is made where none is called yet. */
function keepOneReady({ id, qualifier, region }: LambdaFunction): string {
  const called = qualifier === undefined || qualifier === '$LATEST' ? undefined : qualifier
  const version = `$(aws lambda publish-version --function-name ${id} --query Version --output text --region ${region})`
  return [
    ...(called === undefined
      ? [`aws lambda create-alias --function-name ${id} --name live --function-version ${version} --region ${region}`]
      : []),
    `aws lambda put-provisioned-concurrency-config --function-name ${id} --qualifier ${called ?? 'live'} --provisioned-concurrent-executions 1 --region ${region}`,
  ].join('\n')
}

export const coldLowTraffic = coldCause({
  id: 'cold-low-traffic',
  cause: 'The function is called so rarely that Lambda takes its environments back between the calls.',
  fix: (target) => ({
    now: `Keep one environment ready with provisioned concurrency on an alias of ${target.id}, which its callers then have to call and which is billed by the hour, or call it every few minutes on a schedule.`,
    proper:
      'Use SnapStart where the runtime has it (Java, Python 3.12, .NET 8), or make the init short enough not to matter.',
    cli: keepOneReady(target),
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
  known: 'memory',
})
