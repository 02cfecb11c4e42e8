import { bullet, type Line, paragraph, type Span, text } from '../outline-lines.ts'
import type { MetricUnit } from './metric-kinds.ts'
import type { Measured, Metrics } from './metrics.ts'
import type { Chart, Page } from './page.ts'
import { footOf, gapLines, kindWords } from './reading.ts'

const dayMs = 86_400_000

/** The metrics in numbers, now against before, and charts of what fails and of what it takes. */
export function metricsPage(data: Metrics): Page {
  const { target, metrics, link, notes, gaps, took } = data
  const hasData = metrics.some(({ now }) => now !== null)
  const isFailing = metrics.some(({ isFailure, now }) => isFailure && (now ?? 0) > 0)
  const charts = hasData ? chartsOf(data) : []
  const isGapped = charts.some((chart) => chart.hasGaps)
  return {
    tone: gaps.length > 0 && !hasData ? 'unsure' : isFailing ? 'bad' : 'plain',
    title: `Metrics of ${kindWords(target.kind)} ${target.name}`,
    lines: [
      paragraph(
        { kind: 'time', at: took.window.from },
        ' to ',
        { kind: 'time', at: took.window.to },
        `, against the ${spanWords(took.window)} before`,
        ...(link === undefined ? [] : [' · ', { kind: 'link', text: 'open in CloudWatch', url: link } as const]),
      ),
      ...(hasData || metrics.length === 0 ? [] : [paragraph(noDataWords)]),
      ...(hasData ? metrics.map((metric) => metricLine(metric, data.periodSeconds)) : []),
      ...(isGapped ? [bullet('Times without data are drawn as 0.')] : []),
      ...notes.map((note) => bullet(note)),
      ...gapLines(gaps),
    ],
    charts: charts.map(({ hasGaps: _, ...chart }) => chart),
    foot: footOf(took),
  }
}

const noDataWords =
  'CloudWatch has no data of this resource in the window: nothing called it, or it is younger. That is neither good nor bad news.'

function metricLine({ label, unit, now, before, peak }: Measured, periodSeconds: number): Line {
  const isSum = unit === 'count' || unit === 'units'
  const spans: (Span | string)[] = [text(label, 'strong')]
  if (now === null && before === null) return bullet(...spans, ': no data')
  spans.push(`: ${valueWords(now, unit)} now, ${valueWords(before, unit)} before`)
  const ratio = ratioWords(now, before)
  if (ratio !== '') spans.push(`, ${ratio}`)
  const isFlat = !isSum && now === before
  if (peak !== null && !isFlat) {
    const rate = isSum ? ` in ${periodSeconds === 60 ? 'one minute' : `${Math.round(periodSeconds / 60)} minutes`}` : ''
    const most = isSum ? `; most ${valueWords(peak.value, unit)}${rate} at ` : '; highest at '
    spans.push(most, { kind: 'time', at: peak.at })
  }
  return bullet(...spans)
}

/** `1,215`, `1,215 ms`; a missing value is said as such. */
export function valueWords(value: number | null, unit: MetricUnit): string {
  if (value === null) return 'no data'
  const digits = Math.abs(value) < 10 && !Number.isInteger(value) ? 1 : 0
  const number = value.toLocaleString('en-US', { maximumFractionDigits: digits })
  return unit === 'count' ? number : `${number} ${unit}`
}

function ratioWords(now: number | null, before: number | null): string {
  if (now === null || before === null || now === 0 || before === 0) return ''
  const ratio = now / before
  if (ratio >= 2) return `${ratio.toLocaleString('en-US', { maximumFractionDigits: ratio < 10 ? 1 : 0 })} times as much`
  if (ratio <= 0.5) return `down to ${Math.max(1, Math.round(ratio * 100))} %`
  const change = Math.round((ratio - 1) * 100)
  return change === 0 ? '' : `${change > 0 ? '+' : '−'}${Math.abs(change)} %`
}

type GappedChart = Chart & { readonly hasGaps: boolean }

/** What fails, or where nothing does what was served; and beside it what it took. */
function chartsOf({ metrics, bucketStarts, bucketSeconds }: Metrics): GappedChart[] {
  const isSpread =
    Date.parse(bucketStarts.at(-1) ?? '') - Date.parse(bucketStarts[0] ?? '') + bucketSeconds * 1000 > dayMs
  const categories = bucketStarts.map((at) => (isSpread ? `${at.slice(5, 10)} ${at.slice(11, 16)}` : at.slice(11, 16)))
  const withData = metrics.filter(({ now }) => now !== null)
  const failing = withData.filter(({ isFailure, now }) => isFailure && (now ?? 0) > 0)
  const served = withData.filter(({ isFailure, unit }) => !isFailure && (unit === 'count' || unit === 'units'))
  const states = withData.filter(({ unit }) => unit !== 'count' && unit !== 'units')
  // Series of different units on one axis would flatten each other.
  const first = states[0]?.unit
  const alike = states.filter(({ unit }) => unit === first)
  const every = `per ${bucketSeconds < 120 ? 'minute' : `${Math.round(bucketSeconds / 60)} min`}`
  const drawn = [
    { title: `What fails, ${every}`, of: failing },
    { title: `What was served, ${every}`, of: served },
    { title: `Highest in ${unitWords(first)}, ${every}`, of: alike },
  ].filter(({ of }) => of.length > 0)
  const chosen = drawn.length > 2 ? drawn.filter((_, index) => index !== 1) : drawn
  return chosen.map(({ title, of }) => ({
    title,
    categories,
    unit: of[0]?.unit ?? 'count',
    series: of.slice(0, 6).map(({ label, buckets }) => ({ name: label, values: buckets.map((value) => value ?? 0) })),
    hasGaps: of.some(({ unit, buckets }) => unit !== 'count' && unit !== 'units' && buckets.includes(null)),
  }))
}

function unitWords(unit: MetricUnit | undefined): string {
  return unit === 's' ? 'seconds' : unit === 'ms' ? 'milliseconds' : (unit ?? 'count')
}

function spanWords({ from, to }: { readonly from: string; readonly to: string }): string {
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000)
  if (minutes < 120) return `${minutes} minutes`
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`
}
