import { expect, it } from 'vitest'
import { readAlarmRule } from './alarm-rule.ts'

it.each([
  ['ALARM(a) OR ALARM("b c")', ['a', 'b c'], []],
  ["ALARM('a') AND NOT ALARM(maintenance)", ['a'], ['maintenance']],
  ['ALARM(a) AND NOT (ALARM(deploy) OR ALARM(maintenance))', ['a'], ['deploy', 'maintenance']],
  ['(ALARM(a) AND OK(canary)) OR INSUFFICIENT_DATA(heartbeat)', ['a', 'heartbeat'], ['canary']],
  ['NOT OK(heartbeat)', ['heartbeat'], []],
  ['NOT (NOT ALARM(a))', ['a'], []],
  ['(ALARM(a) AND NOT ALARM(b)) OR ALARM(b)', ['a', 'b'], []],
  [
    'ALARM("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a")',
    ['arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a'],
    [],
  ],
  ['FALSE', [], []],
])('%s', (rule, suspects, others) => {
  expect(readAlarmRule(rule)).toEqual({ suspects, others })
})
