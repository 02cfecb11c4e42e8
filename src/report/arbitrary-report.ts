import fc from 'fast-check'
import { type Report, type ReportFact, strengths, verdicts } from './report.ts'

const hostile = fc.constantFrom(
  '<!channel> <@U0123ABC> <https://evil.example|console>',
  '```\n*bold* _it_ `code` ~x~',
  'line one\nline two\r\nline three',
  `${String.fromCharCode(27)}[31mred${String.fromCodePoint(0x202e)}`,
  '&lt;!here&gt; & < >',
  '|'.repeat(200),
  '   ',
  '',
)
const words = fc.oneof(
  { weight: 4, arbitrary: fc.lorem({ maxCount: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 2, arbitrary: hostile },
)
/** Now and then far longer than anything Slack takes. */
const text = fc.oneof(
  { weight: 12, arbitrary: words },
  {
    weight: 1,
    arbitrary: fc
      .tuple(words, fc.integer({ min: 50, max: 400 }))
      .map(([word, times]) => `${word} ${times}\n`.repeat(times).slice(0, 9000)),
  },
)
const time = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  },
  { weight: 1, arbitrary: words },
)
const link = fc.oneof(fc.constant('https://eu-west-1.console.aws.amazon.com/x?y=1#z'), fc.webUrl(), words)

const fact: fc.Arbitrary<ReportFact> = fc
  .tuple(
    fc.record({ label: words, value: text, source: words, account: words, region: words }),
    fc.record({ at: time, link, cli: text }, { requiredKeys: [] }),
  )
  .map(([required, more]) => ({ ...required, ...more }))

function list<T>(item: fc.Arbitrary<T>, most: number): fc.Arbitrary<T[]> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.array(item, { maxLength: Math.min(4, most) }) },
    { weight: 1, arbitrary: fc.array(item, { minLength: 1, maxLength: most, size: 'max' }) },
  )
}

const cause = fc.record({
  id: words,
  aliases: fc.array(words, { maxLength: 3 }),
  strength: fc.constantFrom(...strengths),
  resource: fc.record({ kind: words, id: words, name: words, arn: words }),
  summary: text,
  facts: fc.array(fact, { minLength: 1, maxLength: 6 }),
  chain: fc.array(fc.record({ id: words, resource: words, summary: words }), { maxLength: 5 }),
  fix: fc.record(
    {
      now: text,
      proper: text,
      prevent: text,
      cli: text,
      iac: text,
    },
    { requiredKeys: [] },
  ),
  docs: link,
})

/** Any report that fits the schema: every verdict, empty lists and long ones, huge and hostile text. */
export const arbitraryReport: fc.Arbitrary<Report> = fc.record({
  schemaVersion: fc.constant(1 as const),
  command: text,
  target: fc.record({ kind: words, id: words, name: words, arn: words, account: words, region: words }),
  window: fc.record({ from: time, to: time }),
  verdict: fc.constantFrom(...verdicts),
  summary: text,
  observed: list(fact, 30),
  causes: list(cause, 6),
  earlier: fc.array(cause, { maxLength: 2 }),
  ruledOut: list(fc.record({ id: words, why: words }), 150),
  undecided: list(fc.record({ id: words, why: words }), 60),
  gaps: list(
    fc.record({
      probe: words,
      action: words,
      resource: words,
      error: text,
      statement: fc.option(
        fc.record({
          Effect: fc.constant('Allow' as const),
          Action: fc.array(words, { maxLength: 4 }),
          Resource: words,
        }),
      ),
    }),
    30,
  ),
  changes: list(
    fc
      .tuple(
        fc.record({ at: time, who: words, what: words, resource: words }),
        fc.record({ tiedTo: words }, { requiredKeys: [] }),
      )
      .map(([change, tied]) => ({ ...change, ...tied })),
    60,
  ),
  notes: list(text, 20),
  cost: fc.record({ calls: fc.nat(500), bytesScanned: fc.nat(), usd: fc.double({ min: 0, max: 5, noNaN: true }) }),
  durationMs: fc.nat(200_000),
})
