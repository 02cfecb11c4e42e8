import { expect, it } from 'vitest'
import { ruleHint } from './event-rule.ts'

it.each([
  ['placed', { name: 'placed' }],
  ['orders/placed', { name: 'placed', bus: 'orders' }],
  ['arn:aws:events:eu-west-1:123456789012:rule/placed', { name: 'placed', bus: 'default' }],
  ['arn:aws:events:eu-west-1:123456789012:rule/orders/placed', { name: 'placed', bus: 'orders' }],
  [
    'arn:aws:events:eu-west-1:123456789012:rule/aws.partner/example.com/1/placed',
    { name: 'placed', bus: 'aws.partner/example.com/1' },
  ],
  [
    'https://eu-west-1.console.aws.amazon.com/events/home?region=eu-west-1#/eventbus/orders/rules/placed',
    { name: 'placed', bus: 'orders' },
  ],
  ['two words', undefined],
])('%s', (text, hint) => expect(ruleHint(text)).toEqual(hint))
