import { throttleCause } from './throttle-cause.ts'

export const ddbAutoscalingLag = throttleCause({
  id: 'ddb-autoscaling-lag',
  cause:
    'The load rose faster than auto scaling, which waits for two minutes above its target and then needs some more to change the capacity.',
  fix: (target) => ({
    now: `Raise the minimum capacity of ${target.id} to what the peak needs.`,
    proper:
      'Lower the target utilisation, scale on a schedule before known peaks, or switch to on-demand if the load comes in bursts.',
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html',
  known: 'memory',
})
