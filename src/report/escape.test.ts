import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clip, escapeMrkdwn, oneLine, stripUnsafe } from './escape.ts'

const code = (...points: readonly number[]) => String.fromCodePoint(...points)

describe('disguises', () => {
  it.each([
    ['colour', `${code(27)}[31mred${code(27)}[0m`, 'red'],
    ['title', `${code(27)}]0;owned${code(7)}x`, 'x'],
    ['link', `${code(27)}]8;;http://evil${code(27)}\\here`, 'here'],
    ['cursor', `${code(27)}[2J${code(27)}[1;1Hx`, 'x'],
    ['bell and null', `a${code(7)}${code(0)}b`, 'ab'],
    ['C1', `a${code(0x9b)}31mb`, 'a31mb'],
    ['right to left', `${code(0x202e)}txt.exe`, 'txt.exe'],
    ['isolate', `a${code(0x2066)}b${code(0x2069)}`, 'ab'],
    ['zero width', `a${code(0x200b)}d${code(0xfeff)}min`, 'admin'],
    ['tags', `a${code(0xe0041)}b`, 'ab'],
    ['lone surrogate', `a\uD800b`, 'a\uFFFDb'],
    ['line breaks', 'a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['tab', 'a\tb', 'a  b'],
  ])('%s', (_, text, expected) => {
    expect(stripUnsafe(text)).toBe(expected)
  })

  it('leaves ordinary text of any language alone', () => {
    for (const text of ['naïve café', 'Größe – 5 µs', '日本語のログ', 'שלום', '🔥 down'])
      expect(stripUnsafe(text)).toBe(text)
  })
})

describe('Slack text', () => {
  it.each([
    '<!channel>',
    '<!here>',
    '<@U0123ABC>',
    '<#C0123ABC>',
    '<https://evil.example|console>',
    '<!date^1^{date}|x>',
    '&lt;!channel&gt;',
  ])('%s is inert', (text) => {
    const escaped = escapeMrkdwn(text)
    expect(escaped).not.toMatch(/[<>]/)
    expect(escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).toBe(text)
  })

  it('holds no bracket, bare ampersand or line break, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeMrkdwn(text)).not.toMatch(/[<>\n]|&(?!amp;|lt;|gt;)/)
      }),
    )
  })
})

it('stripping twice is stripping once, and leaves no control but the line break', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = stripUnsafe(text)
      expect(stripUnsafe(once)).toBe(once)
      expect(once).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u)
      expect(oneLine(text)).not.toContain('\n')
    }),
    { numRuns: 1000 },
  )
})

it('clips without cutting a character in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, limit) => {
      const clipped = clip(text, limit)
      expect(clipped.length).toBeLessThanOrEqual(Math.max(limit, 1))
      expect(clipped.isWellFormed()).toBe(true)
      if (text.length <= limit) expect(clipped).toBe(text)
    }),
  )
})
