import { valueIfRead } from '../../evidence/evidence.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { requestIdsOf, timesOf } from '../../evidence/lambda/failure.ts'
import { functionFailures, inLog } from '../../evidence/lambda/failures.ts'
import { functionMetrics } from '../../evidence/lambda/metrics.ts'
import { runtimeStarts } from '../../evidence/lambda/runtime-starts.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { unseen } from './failure-cause.ts'
import { callsAlias, clock, lambdaCli, quote } from './words.ts'

export const lambdaRuntimeAutoUpdate = defineCause({
  id: 'lambda-runtime-auto-update',
  target: 'function',
  symptoms: ['errors', '502', '500'],
  cause: 'AWS patched the managed runtime, and the function’s code does not work with the new version.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
  known: 'memory',
  leadsTo: ['lambda-unhandled-exception', 'lambda-import-module', 'lambda-exit-nonzero'],
  needs: {
    failures: functionFailures,
    starts: runtimeStarts,
    configuration: optional(functionConfiguration),
    metrics: optional(functionMetrics),
  },
  fix: () => ({
    now: 'Pin the runtime version that worked.',
    proper: 'Fix the code for the new version, then return to automatic updates.',
    prevent: 'Use the update mode “Function update”, so that the runtime changes only with your own deploys.',
  }),
  diagnose({ failures: search, starts, configuration, metrics }, at) {
    const failures = search.failures.filter((failure) =>
      ['exception', 'import', 'exit', 'syntax'].includes(failure.kind),
    )
    const first = failures[0]
    if (first === undefined) return unseen({ failures: search, metrics }, 'a failure of the code itself')
    const versions = [...new Set(starts.map((start) => start.runtimeVersion))]
    const [before, after] = versions
    if (before === undefined || after === undefined)
      return { clear: 'Environments started with one runtime version only.' }
    const changedAt = starts.find((start) => start.runtimeVersion === after)?.at ?? 0
    const versionOf = (stream: string): string | undefined =>
      starts.find((start) => start.stream === stream)?.runtimeVersion
    const placed = failures.filter((failure) => versionOf(failure.stream) !== undefined)
    const isNewOnly = placed.length > 0 && placed.every((failure) => versionOf(failure.stream) === after)
    const deployedAt = valueIfRead(configuration)?.lastModified ?? 0
    const isOwnDeploy = deployedAt > at.window.from && deployedAt <= first.at
    if (
      !isNewOnly ||
      first.at < changedAt ||
      isOwnDeploy ||
      !starts.some((start) => start.runtimeVersion === before && start.at < changedAt)
    )
      return { clear: 'The failures did not begin with a new runtime version.' }
    const arnBefore = starts.findLast((start) => start.runtimeVersion === before)?.runtimeVersionArn
    return {
      strength: 'likely',
      summary: `${at.target.name} fails only in environments with the new runtime ${after}, first started ${clock(changedAt)}: ${quote(first)}.`,
      facts: [
        at.fact('starts', 'Runtime version', `${before}, then ${after}`, changedAt, search.group),
        at.fact('failures', 'First failure', quote(first), first.at, inLog(search.group, first)),
      ],
      times: timesOf(failures),
      requestIds: requestIdsOf(failures),
      ...(arnBefore !== undefined && {
        fix: {
          cli: lambdaCli(
            at.target,
            'put-runtime-management-config',
            `${callsAlias(at.target) ? `--qualifier ${valueIfRead(configuration)?.version ?? at.target.qualifier} ` : ''}--update-runtime-on Manual --runtime-version-arn ${arnBefore}`,
          ),
        },
      }),
    }
  },
})
