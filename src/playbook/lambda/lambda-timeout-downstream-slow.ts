import { timeoutCause } from './timeout-cause.ts'

export const lambdaTimeoutDownstreamSlow = timeoutCause({
  id: 'lambda-timeout-downstream-slow',
  known: 'memory',
  cause: 'Something the function calls answers too slowly or not at all, and the function waits until it is cut off.',
  docs: 'https://repost.aws/knowledge-center/lambda-troubleshoot-invocation-timeouts',
  fix: () => ({
    now: 'Look at what is called, named in the last line of the log; its owner sees the same minutes.',
    proper: 'Give the call a timeout well below the function’s, and answer with an error of your own when it runs out.',
    prevent: 'Alarm on the dependency’s latency; break the circuit when it is slow.',
  }),
})
