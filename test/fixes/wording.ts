import type { Report, ReportCause } from '../../src/report/report.ts'

const nouns =
  'requests|invocations|executions|calls|times|minutes|hours|days|messages|events|items|targets|subnets|users|keys|deliveries|errors|throttles|functions|failures|statements|versions|volumes'

/** What no sentence may hold, and what is wrong with it. */
const slips: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(?<![\\d.,:/-]|(?:of|than|all|under|last) )1 (?:${nouns})\\b`), 'a plural of one'],
  [/\ball 1\b/, '“all” of one'],
  [/(?<!(?:is|of|drops) )\bundefined\b(?! (?:\(reading|method|local|variable))/, 'a value that is missing'],
  [/\bNaN\b|\[object [A-Z]/, 'a value that is none'],
  [/(?:^|\s)\(\s*\)|“”|‘’/, 'empty brackets'],
  [/[^.]\.\.(?!\.)(?:\s|$)|,,|;\.|\s[,;](?:\s|$)|\s\.(?:\s|$)|: ?\.(?:\s|$)/, 'stray punctuation'],
  [/\ba (?:object|array|error|alias|API|event|item|execution|empty|invalid|unhealthy|image|IAM)\b/, '“a” for “an”'],
  [/\bcan not\b/, '“can not”'],
  [
    /(?<![\d,.:=/-])\d{4,}(?= (?:MB|ms|s|min|units|requests|invocations|executions|calls|items|messages|times|days)\b)/,
    'a number without its comma',
  ],
]

/** Every slip in what a report says in its own words; what it quotes from logs and from AWS stands in facts, which only the first slips are looked for in. */
export function wordingFaults(report: Report): string[] {
  const causes = [...report.causes, ...report.earlier]
  const own = [report.summary, ...report.notes, ...causes.flatMap(wordsOf)]
  const facts = [...report.observed, ...causes.flatMap(({ facts: of }) => of)].map(
    ({ label, value }) => `${label}: ${value}`,
  )
  return [...own, ...facts].flatMap((text) =>
    slips.filter(([pattern]) => pattern.test(text)).map(([, what]) => `${what} in: ${text}`),
  )
}

function wordsOf({ summary, chain, fix }: ReportCause): string[] {
  return [summary, ...chain.map((hop) => hop.summary), fix.now, fix.proper, fix.prevent].filter(
    (text) => text !== undefined,
  )
}
