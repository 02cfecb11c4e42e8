import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foundReport } from './example-reports.ts'
import { renderMarkdown } from './markdown.ts'

it('has a heading for each part and commands in fences', () => {
  const text = renderMarkdown(foundReport)
  expect(text.match(/^## .+$/gm)).toEqual([
    '## Cause',
    '## Evidence',
    '## Ruled out (2)',
    '## What changed',
    '## Fix',
    '## Could not be checked (1)',
    '## Good to know',
  ])
  expect(text).toContain('\n```\naws lambda update-alias --function-name orders-handler')
  expect(text).toContain('[AWS documentation](<https://docs.aws.amazon.com/')
})

it('lets no text from outside become a heading, link, image, table or HTML', () => {
  const hostile = [
    '# owned',
    '<img src=x onerror=alert(1)>',
    '[console](http://evil)',
    '![x](http://evil)',
    '| a | b |',
    '1. one',
  ]
  for (const note of hostile) {
    const line = renderMarkdown({ ...foundReport, notes: [note] }).split('## Good to know')[1] ?? ''
    expect(line).not.toMatch(/(?<!\\)<|(?<!\\)\[|- #|- 1\. |(?<!\\)\|/)
  }
})

it('a fence cannot be closed from inside', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('`', 'a', '\n', ' ') }), (log) => {
      const [cause] = foundReport.causes
      const [fact] = cause?.facts ?? []
      if (cause === undefined || fact === undefined) throw new Error('the example has a fact')
      const text = renderMarkdown({ ...foundReport, causes: [{ ...cause, facts: [{ ...fact, value: log }] }] })
      let open = ''
      for (const line of text.split('\n')) {
        const fence = /^`{3,}$/.exec(line)?.[0]
        if (fence === undefined) continue
        if (open === '') open = fence
        else if (fence.length >= open.length) open = ''
      }
      expect(open).toBe('')
    }),
  )
})
