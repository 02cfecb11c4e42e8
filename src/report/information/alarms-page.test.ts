import { expect, it } from 'vitest'
import { alarmsPage } from './alarms-page.ts'
import { renderPageText } from './terminal.ts'

it('says of each firing alarm which open incident it belongs to, and whose that is', () => {
  const alarm = {
    arn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders',
    since: '2026-11-23T03:00:00Z',
    reason: '',
    isComposite: false,
    hasActions: true,
    children: [],
  }
  const incident = {
    id: 'i-1',
    state: 'acknowledged',
    owner: 'Ada Okafor',
    link: 'https://shop.slack.com/archives/C1/p1',
  }
  const page = alarmsPage({
    places: [
      {
        account: '123456789012',
        region: 'eu-west-1',
        isComplete: true,
        alarms: [
          { ...alarm, name: 'orders', incident },
          { ...alarm, name: 'carts', arn: `${alarm.arn}-2` },
        ],
      },
    ],
    took: { calls: 1, durationMs: 5 },
  })
  const text = renderPageText(page, 'alarms', { isColour: false, columns: 160 })
  expect(text).toContain('incident acknowledged, Ada Okafor')
  expect(text).toContain('https://shop.slack.com/archives/C1/p1')
  expect(text.match(/, incident/g)).toHaveLength(1)
})
