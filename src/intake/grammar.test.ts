import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Command, formatCommand, maximumLength, parseCommand } from './grammar.ts'
import { verbs } from './verbs.ts'

const now = Date.parse('2026-11-23T15:00:00Z')
const everyVerb = verbs.map(({ name }) => name)

function parse(text: string): Command {
  return parseCommand(text, { now })
}

function asked(text: string) {
  const command = parse(text)
  if (command.kind !== 'diagnosis') throw new Error(`${text} was not asked: ${JSON.stringify(command)}`)
  const { window, ...question } = command.question
  const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16)
  return {
    ...question,
    window: `${iso(window.from)} ${iso(window.to)}`,
    isPrivate: command.isPrivate,
    isJson: command.isJson,
  }
}

function sentence(text: string): string {
  const command = parse(text)
  if (command.kind !== 'refused') throw new Error(`${text} was not refused: ${JSON.stringify(command)}`)
  return command.sentence
}

describe('what people type', () => {
  it.each([
    ['why-502 orders-api', { symptom: '502', name: 'orders-api' }],
    ['WHY-502    Orders-API', { symptom: '502', name: 'Orders-API' }],
    ['why 502 orders-api', { symptom: '502', name: 'orders-api' }],
    ['why orders-api', { symptom: 'any', name: 'orders-api' }],
    ['why arn:aws:lambda:eu-west-1:123456789012:function:orders', { symptom: 'any', region: 'eu-west-1' }],
    ['why /aws/lambda/orders last 30m', { symptom: 'any', name: '/aws/lambda/orders' }],
    ['why is orders-api down?', { symptom: 'any', name: 'orders-api' }],
    ['why is orders-table slow', { symptom: 'slow', name: 'orders-table' }],
    ['why502 orders-api', { symptom: '502', name: 'orders-api' }],
    ['why_502 orders-api', { symptom: '502', name: 'orders-api' }],
    ['502 orders-api', { symptom: '502', name: 'orders-api' }],
    ['why—502 orders-api', { symptom: '502', name: 'orders-api' }],
    ['why‑502 orders-api', { symptom: '502', name: 'orders-api' }],
    ['why-503 orders-api', { symptom: '504', name: 'orders-api' }],
    ['why-timeouts orders-fn', { symptom: 'timeout', name: 'orders-fn' }],
    ['/aws why-502 orders-api', { name: 'orders-api' }],
    ['<@U0123ABC> why-502 orders-api', { name: 'orders-api' }],
    ['<@U0123ABC|firstlook> why-502 orders-api please', { name: 'orders-api' }],
    ['why-502 for orders-api?', { name: 'orders-api' }],
    ['why-502 `orders-api`', { name: 'orders-api' }],
    ['why-502 *orders-api*', { name: 'orders-api' }],
    ['why-502 “Orders API”', { name: 'Orders API' }],
    ['why-502 Orders API', { name: 'Orders API' }],
    ['why-502 "in prod"', { name: 'in prod' }],
    ['why-502 <#C0123ABC|orders-api>', { name: 'orders-api' }],
    ['why-502 <http://api.example.com|api.example.com>', { name: 'api.example.com' }],
    ['why-502 <https://api.example.com/orders?x=1>', { name: 'api.example.com' }],
    ['why-502 a&amp;b', { name: 'a&b' }],
    ['why-502 orders-api in prod', { account: 'prod' }],
    ['why-502 orders-api in 123456789012', { account: '123456789012' }],
    ['why-502 orders-api in 1234-5678-9012', { account: '123456789012' }],
    ['why-502 orders-api in eu-west-1', { region: 'eu-west-1' }],
    ['why-502 orders-api region EU-WEST-1', { region: 'eu-west-1' }],
    ['why-502 orders-api eu-west-1', { region: 'eu-west-1' }],
    ['why-502 orders-api region=eu-west-1 account=prod', { region: 'eu-west-1', account: 'prod' }],
    ['why-502 orders-api --region eu-west-1 --account=prod', { region: 'eu-west-1', account: 'prod' }],
    ['why-502 orders-api —region eu-west-1', { region: 'eu-west-1' }],
    ['why-502 orders-api -region eu-west-1', { region: 'eu-west-1' }],
    ['why-502 --region eu-west-1 orders-api', { region: 'eu-west-1', name: 'orders-api' }],
    ['why-502 api=orders-api', { name: 'orders-api' }],
    ['why-timeout function=orders-fn', { name: 'orders-fn' }],
    ['why-timeout orders-fn:live', { name: 'orders-fn:live' }],
    ['why-502 orders-api --json', { isJson: true, isPrivate: false }],
    ['why-502 orders-api private', { isPrivate: true, isJson: false }],
    ['why-502 orders-api stage prod', { name: 'orders-api/prod' }],
    ['why-502 orders-api/prod', { name: 'orders-api/prod' }],
    ['why-502 orders-api stage=prod', { name: 'orders-api/prod' }],
    [
      'why-502 https://a1b2c3.execute-api.us-east-1.amazonaws.com/prod/orders/7',
      { name: 'a1b2c3/prod', region: 'us-east-1' },
    ],
    [
      'why-timeout arn:aws:lambda:us-east-1:123456789012:function:orders-fn:live',
      {
        name: 'arn:aws:lambda:us-east-1:123456789012:function:orders-fn:live',
        region: 'us-east-1',
        account: '123456789012',
      },
    ],
  ])('%s', (text, expected) => {
    expect(asked(text)).toMatchObject(expected)
  })

  it.each([
    ['', '2026-11-23T14:00 2026-11-23T15:00'],
    ['last 30m', '2026-11-23T14:30 2026-11-23T15:00'],
    ['last 30 minutes', '2026-11-23T14:30 2026-11-23T15:00'],
    ['for the last 2 hours', '2026-11-23T13:00 2026-11-23T15:00'],
    ['past 1h30m', '2026-11-23T13:30 2026-11-23T15:00'],
    ['last hour', '2026-11-23T14:00 2026-11-23T15:00'],
    ['last=1d', '2026-11-22T15:00 2026-11-23T15:00'],
    ['45m', '2026-11-23T14:15 2026-11-23T15:00'],
    ['since 14:05', '2026-11-23T14:05 2026-11-23T15:00'],
    ['since 22:00', '2026-11-22T22:00 2026-11-23T15:00'],
    ['since yesterday 22:00', '2026-11-22T22:00 2026-11-23T15:00'],
    ['since 2pm', '2026-11-23T14:00 2026-11-23T15:00'],
    ['since 2026-11-23T13:10:00+01:00', '2026-11-23T12:10 2026-11-23T15:00'],
    ['since 2026-11-23 13:10', '2026-11-23T13:10 2026-11-23T15:00'],
    ['since 20m ago', '2026-11-23T14:40 2026-11-23T15:00'],
    ['from 13:00 to 13:30', '2026-11-23T13:00 2026-11-23T13:30'],
    ['between 13:00 and 13:30 UTC', '2026-11-23T13:00 2026-11-23T13:30'],
    ['13:00..13:30', '2026-11-23T13:00 2026-11-23T13:30'],
    ['23:30..00:30', '2026-11-22T23:30 2026-11-23T00:30'],
    ['14:50..15:10', '2026-11-23T14:50 2026-11-23T15:00'],
    ['from 13:00 last 10m', '2026-11-23T13:00 2026-11-23T13:10'],
    ['at 14:05', '2026-11-23T13:35 2026-11-23T14:35'],
    ['yesterday', '2026-11-22T00:00 2026-11-23T00:00'],
    ['today', '2026-11-23T00:00 2026-11-23T15:00'],
  ])('the window of “%s”', (words, expected) => {
    expect(asked(`why-502 orders-api ${words}`)).toMatchObject({ name: 'orders-api', window: expected })
  })

  it('reads clock times in the zone it is given', () => {
    const command = parseCommand('why-502 orders-api since 15:30', { now, zone: 'Europe/Berlin' })
    expect(command).toMatchObject({ question: { window: { from: Date.parse('2026-11-23T14:30:00Z') } } })
  })

  it('says the line in other words where the name was put together', () => {
    expect(asked('why-502 https://a1b2c3.execute-api.us-east-1.amazonaws.com/prod/orders in prod').command).toBe(
      'why-502 a1b2c3/prod in prod region us-east-1 from 2026-11-23T14:00:00.000Z to 2026-11-23T15:00:00.000Z',
    )
    expect(asked(asked('why-502 Orders API stage=prod').command)).toMatchObject({ name: 'Orders API/prod' })
  })

  it('keeps the line as it was asked', () => {
    expect(asked('why—502  “Orders API”  last 30m').command).toBe('why-502 "Orders API" last 30m')
  })
})

describe('what cannot be asked', () => {
  it.each([
    ['why-502', 'Name an API: `why-502 orders-api`'],
    ['why-timeout last 30m', 'Name a function: `why-timeout checkout-worker`'],
    ['why-502 orders-api foo=bar', '`why-502` does not take `foo`'],
    ['why-502 orders-api --regoin eu-west-1', 'Did you mean `region`?'],
    ['why-timeout orders-fn stage=prod', '`why-timeout` does not take `stage`'],
    ['why-502 orders-api/dev stage=prod', 'cannot be given a stage besides'],
    ['why-502 orders-api region eu-west1', 'Did you mean `eu-west-1`?'],
    ['why-502 orders-api in', '`in` needs a value'],
    ['why-502 orders-api in 12345', 'an account id has 12 digits'],
    ['why-502 orders-api last', '`last` needs a value'],
    ['why-502 orders-api last week or so ago', 'orders-api'],
    ['why-502 orders-api last 0m', 'The shortest window is one minute'],
    ['why-502 orders-api last 99d', 'at most 15 days'],
    ['why-502 orders-api since noonish', 'I cannot read `since noonish`'],
    ['why-502 orders-api from 2026-11-23T14:00Z to 2026-11-23T13:00Z', 'ends before it starts'],
    ['why-502 orders-api since 2026-11-24T00:00Z', 'starts in the future'],
    ['why-502 orders-api from 2026-01-01T00:00Z to 2026-01-01T01:00Z', '90 days'],
    ['why-502 orders-api region eu-west-1 region us-east-1', 'given twice'],
    ['why-502 orders-api last 30m last 1h', 'given twice'],
    ['why-502 orders-api name=billing-api', 'Two resources'],
    ['why-502 <@U0123ABC>', 'I cannot ask a person'],
    ['why-502 orders-api json=maybe', 'takes no value'],
    ['lags orders', 'I do not know `lags`'],
    ['why', 'Name a resource'],
    ['frobnicate orders-api', 'I do not know `frobnicate`'],
  ])('%s', (text, expected) => {
    const command = parse(text)
    expect(command.kind === 'refused' ? command.sentence : JSON.stringify(command)).toContain(expected)
  })

  it.each([
    ['why-timout orders-fn', 'why-timeout orders-fn'],
    ['why-throtled orders-fn last 30m', 'why-throttled orders-fn last 30m'],
    ['throtled orders-fn', 'why-throttled orders-fn'],
    ['why-thr orders-fn', 'why-throttled orders-fn'],
    ['hlep', 'help'],
  ])('offers the line that “%s” was meant to be, and does not run it', (text, suggestion) => {
    expect(parse(text)).toMatchObject({ kind: 'refused', suggestions: expect.arrayContaining([suggestion]) })
  })

  it('refuses a line that is too long', () => {
    expect(sentence(`why-502 ${'a'.repeat(maximumLength)}`)).toContain('12,000')
  })
})

describe('help', () => {
  it('is what nothing, a greeting and a question mark mean', () => {
    for (const text of ['', '  ', 'help', '?', 'HELP', '<@U0123ABC>']) expect(parse(text)).toEqual({ kind: 'help' })
  })
  it('finds a verb by any of its spellings', () => {
    expect(parse('help why-503')).toMatchObject({ kind: 'help', verb: { name: 'why-504' } })
    expect(parse('why-502 help')).toMatchObject({ kind: 'help', verb: { name: 'why-502' } })
  })
  it('names near verbs', () => {
    expect(sentence('help why-50')).toContain('`why-502`')
  })
})

describe('for all input', () => {
  const fragment = fc.oneof(
    fc.constantFrom(
      'why-502',
      'why',
      'in',
      'region',
      'last',
      'since',
      'from',
      'to',
      'at',
      'between',
      'and',
      '..',
      '--',
      '—',
      '"',
      "'",
      '`',
    ),
    fc.constantFrom(
      '<@U1>',
      '<#C1|x>',
      '<http://x|x>',
      'eu-west-1',
      '30m',
      '14:05',
      'arn:aws:',
      'name=',
      'private',
      '&amp;',
      '=',
      ':',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )

  it('answers with a command or a sentence, never an exception', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 12 }), fc.constantFrom(' ', ''), (parts, glue) => {
        const command = parseCommand(parts.join(glue), { now, available: everyVerb })
        if (command.kind === 'refused') expect(command.sentence.length).toBeGreaterThan(10)
        if (command.kind === 'diagnosis') {
          const { from, to } = command.question.window
          expect(from).toBeLessThan(to)
          expect(to).toBeLessThanOrEqual(now)
        }
      }),
      { numRuns: 3000 },
    )
  })

  it('reads back what it writes', () => {
    const diagnoses = verbs.filter(({ kind }) => kind === 'diagnosis')
    const word = fc.string({ unit: fc.constantFrom(...'abcXYZ0189-_./: ()@'), minLength: 1, maxLength: 30 })
    const name = word.filter((text) => text.trim() === text && !/^(arn:|https?:)|execute-api|\s{2}/.test(text))
    fc.assert(
      fc.property(
        fc.constantFrom(...diagnoses),
        name,
        // A word in the shape of a region is taken for one.
        fc.option(
          fc.stringMatching(/^[a-z][a-z0-9-]{1,12}$/).filter((text) => !/^[a-z]+(-[a-z]+)+-\d+$/.test(text)),
          { nil: undefined },
        ),
        fc.option(fc.constantFrom('eu-west-1', 'us-gov-west-1'), { nil: undefined }),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 1000 }),
        (verb, resource, account, region, agoMinutes, lengthMinutes) => {
          const from = now - agoMinutes * 60_000
          const window = { from, to: Math.min(now, from + lengthMinutes * 60_000) }
          const question = {
            name: resource,
            window,
            ...(account === undefined ? {} : { account }),
            ...(region === undefined ? {} : { region }),
          }
          const command = parseCommand(formatCommand(verb.name, question), { now, available: everyVerb })
          expect(command).toMatchObject({ kind: 'diagnosis', question: { symptom: verb.symptom, ...question } })
        },
      ),
      { numRuns: 500 },
    )
  })
})
