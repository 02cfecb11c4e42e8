import { failureCause } from './failure-cause.ts'
import { quote } from './words.ts'

export const lambdaDownstream = failureCause({
  id: 'lambda-downstream-4xx5xx',
  cause: 'Something the function calls answered with an error, and the function passes it on.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-execution.html',
  known: 'memory',
  leadsTo: ['lambda-unhandled-exception'],
  sought: 'an error of something the function calls',
  matches: (failure) =>
    (failure.kind === 'dependency-failed' ||
      (failure.kind === 'dependency-throttled' && failure.dependency?.service !== 'dynamodb')) &&
    !/SnapStart|RequestTooLarge|EFS/.test(`${failure.errorType}`),
  fix: () => ({
    now: 'Look at what is called, named in the message; its own errors began at the same time if it is to blame.',
    proper:
      'Give the call a timeout shorter than the function’s, retry what may be retried, and answer with an error of your own.',
    prevent: 'Alarm on the dependency itself.',
  }),
  tell({ failures, last, share }, at) {
    const named = failures.findLast((each) => each.dependency?.service !== undefined) ?? last
    const { service, operation, httpStatus, resource } = named.dependency ?? {}
    const called = [service, operation].filter(Boolean).join(' ')
    return {
      strength: 'likely',
      summary: `${called === '' ? 'What it calls' : called} failed for ${at.target.name}${httpStatus === undefined ? '' : ` with status ${httpStatus}`}: ${quote(last)}; ${share} failed.`,
      facts:
        called === '' ? [] : [at.fact('failures', 'Called', [called, resource].filter(Boolean).join(' on '), named.at)],
    }
  },
})
