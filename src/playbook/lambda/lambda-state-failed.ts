import { stateCause } from './state-cause.ts'

export const lambdaStateFailed = stateCause({
  id: 'lambda-state-failed',
  cause: 'The function is not in a state in which it can be called.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html',
  codes:
    /^(?:Idle|Creating|Restoring|InvalidConfiguration|InternalError|FunctionError.*|DrainingDurableExecutions|VcpuLimitExceeded|CapacityProviderScalingLimitExceeded|InsufficientCapacity)$/,
  words:
    /ResourceConflictException.*(?:Pending|Failed|Inactive)|ResourceNotReadyException|currently in the following state/,
  means: (code, { stateReason }) =>
    ({
      Idle: 'it was not called for weeks and is being made ready again by the first call',
      Creating: 'it is still being made',
      Restoring: 'it is being made ready again',
      'FunctionError.InitTimeout': 'its start took longer than allowed while it was published',
    })[code] ?? `Lambda says ${code}${stateReason === undefined ? '' : ` (${stateReason})`}`,
  fix: (target) => ({
    now: 'Wait for it to become Active; where it is Failed, update its configuration or code again after the reason is gone.',
    proper: 'Let deploys wait for the function to be Active before traffic moves to it.',
    prevent: 'Call rarely used functions in a VPC once a week.',
    cli: `aws lambda wait function-active-v2 --function-name ${target.id} --region ${target.region}`,
  }),
})
