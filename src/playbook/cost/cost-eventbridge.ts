import { usageCause } from './usage-cause.ts'

export const costEventbridge = usageCause({
  id: 'cost-eventbridge',
  use: 'events on EventBridge',
  cause: 'Custom events are billed by 64 KB chunks: more or larger events, or two rules that feed each other.',
  fix: () => ({
    now: 'See which rule matches more since the rise, and whether its target puts events that match it again.',
    proper: 'Send fewer and smaller events, and narrow patterns so that no loop can close.',
    prevent: 'An alarm on MatchedEvents and Invocations.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html',
  known: 'memory',
  fixFor: ({ name }) => ({ now: `Look at the rule ${name}: it matches far more events since the rise.` }),
})
