import { timeoutCause } from './timeout-cause.ts'

export const lambdaTimeoutEfs = timeoutCause({
  id: 'lambda-timeout-efs',
  known: 'confirmed',
  cause: 'The function waits for its file system, which cannot be mounted in time or has used its burst credits up.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html',
  fix: () => ({
    now: 'Let port 2049 in at the mount targets from the function’s group; switch the file system to elastic throughput where its burst credits are gone.',
    proper: 'Use elastic or provisioned throughput for steady load.',
    prevent: 'Alarm on BurstCreditBalance.',
  }),
})
