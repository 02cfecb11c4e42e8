import { describe, expect, it } from 'vitest'
import { type Inline, parseInline, parseMrkdwn, parsePlain } from './mrkdwn.ts'

/** The inlines in a short form: markup in brackets, text as it is. */
function short(inlines: readonly Inline[]): string {
  return inlines
    .map((one) => {
      if (one.kind === 'text') return one.text
      if ('children' in one) return `[${one.kind} ${short(one.children)}]`
      if (one.kind === 'link') return `[link ${one.href} ${one.label}]`
      if (one.kind === 'date') return `[date ${one.epochSeconds} ${one.format} ${one.fallback}]`
      return `[${one.kind} ${'text' in one ? one.text : one.id}]`
    })
    .join('')
}

describe('parseInline', () => {
  it.each([
    ['*bold*, _it_, ~st~', '[bold bold], [italic it], [strike st]'],
    ['*_both_*', '[bold [italic both]]'],
    ['snake_case_name 2*3*4', 'snake_case_name 2*3*4'],
    ['* not bold *', '* not bold *'],
    ['*unclosed', '*unclosed'],
    ['*a\nb*', '*a\nb*'],
    ['`a*b*c` `<b>`', '[code a*b*c] [code <b>]'],
    ['*all of `a*b` bold*', '[bold all of [code a*b] bold]'],
    ['arn:aws:lambda:eu-west-1:111122223333:function:f', 'arn:aws:lambda:eu-west-1:111122223333:function:f'],
    ['at 10:15:20 :warning: :nosuch:', 'at 10:15:20 [emoji warning] :nosuch:'],
    ['a &lt;b&gt;c&lt;/b&gt; &amp;amp;', 'a <b>c</b> &amp;'],
    ['<https://a.b/?c=1&amp;d=2|the *link*>', '[link https://a.b/?c=1&d=2 the *link*]'],
    ['see https://a.b/c. now', 'see [link https://a.b/c https://a.b/c]. now'],
    ['<@U1> <#C1|general> <!subteam^S1> <!here>', '[user U1] [channel C1] [usergroup S1] [broadcast here]'],
    ['<!date^1700000000^{time}|then>', '[date 1700000000 {time} then]'],
    ['<javascript:alert(1)|x>', '[link javascript:alert(1) x]'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['# no header', '# no header'],
  ])('%j', (text, expected) => {
    expect(short(parseInline(text))).toBe(expected)
  })
})

describe('parseMrkdwn', () => {
  it('tells lines, quotes and code blocks apart', () => {
    const paragraphs = parseMrkdwn('one\n> two\n&gt; three\n```\n*code*\n```\nfour')
    expect(paragraphs.map((one) => [one.kind, 'text' in one ? one.text : short(one.inlines)])).toEqual([
      ['lines', 'one'],
      ['quote', 'two\nthree'],
      ['preformatted', '*code*'],
      ['lines', 'four'],
    ])
  })

  it('quotes the rest after >>>', () => {
    expect(parseMrkdwn('a\n>>>b\nc').map((one) => one.kind)).toEqual(['lines', 'quote'])
  })

  it('loses nothing of hostile text in bounded time', () => {
    const text = '*_~`<:'.repeat(2000)
    const started = performance.now()
    expect(parseMrkdwn(text)).toHaveLength(1)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

it('parsePlain reads emoji and nothing else', () => {
  expect(short(parsePlain(':eyes: *a* <@U1>'))).toBe('[emoji eyes] *a* <@U1>')
})
