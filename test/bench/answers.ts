import { type TimedAnswer, timedAnswers } from './answer-time.ts'
import { judged, type Measured, quantile, ratio, told } from './result.ts'

const readMs = [20, 60, 200]
const perSymptom = 2
/** The speed that is measured twice, to tell how far a ratio moves by itself: the one that noise weighs on most. */
const repeatedMs = 20

/** Every symptom at three speeds of AWS, against the critical path of its own reads and against the same reads in sequence. */
export async function answers(): Promise<Measured> {
  const runs: { readonly p50: number; readonly timed: readonly TimedAnswer[] }[] = []
  for (const p50 of readMs) runs.push({ p50, timed: await timedAnswers(p50, perSymptom) })
  const again = await timedAnswers(repeatedMs, perSymptom)
  const all = runs.flatMap(({ timed }) => timed)
  const moved = movedBy(runs.find(({ p50 }) => p50 === repeatedMs)?.timed ?? [], again)
  const at60 = runs.find(({ p50 }) => p50 === 60)?.timed ?? []
  const facts = all.flatMap((each) => (each.firstFactMs === undefined ? [] : [each.firstFactMs / each.answerMs]))
  const subjects = all.flatMap((each) => (each.subjectMs === undefined ? [] : [each.subjectMs / each.answerMs]))
  const usd = Math.max(...all.map((each) => each.usd))
  const reads = Math.max(...all.map((each) => each.reads))
  return {
    title: 'Answer time',
    rows: [
      ...runs.flatMap(({ p50, timed }) => {
        const unpolled = timed.filter((each) => !each.isPolling)
        const toCritical = unpolled.map((each) => each.answerMs / each.criticalMs)
        const toSequence = timed.map((each) => each.answerMs / each.sequenceMs)
        const p95 = quantile(toCritical, 0.95)
        const share = quantile(toSequence, 0.95)
        return [
          told(`${p50} ms a read: answer, median and p95`, `${timeOf(timed, 0.5)} / ${timeOf(timed, 0.95)} ms`),
          told(`${p50} ms a read: answer / critical path, median`, ratio(quantile(toCritical, 0.5))),
          judged(`${p50} ms a read: answer / critical path, p95`, ratio(p95), '≤ 1.30', p95 <= 1.3),
          told(`${p50} ms a read: answer / sequence, median`, ratio(quantile(toSequence, 0.5))),
          judged(`${p50} ms a read: answer / sequence, p95`, ratio(share), '≤ 0.20', share <= 0.2),
        ]
      }),
      told(
        'critical path / sequence, median and p95: what no scheduling of these reads can go below',
        `${ratio(quantile(all.map(floorOf), 0.5))} / ${ratio(quantile(all.map(floorOf), 0.95))}`,
      ),
      told('what the name means / answer, median: the first words on the card', ratio(quantile(subjects, 0.5))),
      judged('first fact / answer, median', ratio(quantile(facts, 0.5)), '≤ 0.30', quantile(facts, 0.5) <= 0.3),
      told(`${repeatedMs} ms a read, the same once more: median and p95 against the critical path moved by`, moved),
      judged('reads per answer, most', String(reads), '≤ 25', reads <= 25),
      judged('dollars per answer without Cost Explorer, most', `$${usd.toFixed(5)}`, '≤ $0.001', usd <= 0.001),
    ],
    tables: [bySymptom(runs)],
    notes: [
      `${all.length} answers: ${perSymptom} incidents of each symptom, each at three medians a read with a 99th percentile five times as long. The critical path is the chain of reads that waited for each other; a round is one read of it. Answers that wait for IAM’s credential report are left out of the first ratio, as AWS makes it in its own time.`,
      'The first fact is what fails and how often; it takes the look-up of the name and the metrics after it, two rounds of the two to four that an answer has.',
      'An answer of few reads cannot come near a fifth of their sequence: three rounds of nine reads are a third of it, whatever is done. The last column but one tells the rounds.',
    ],
    front: `**Answers**, at 60 ms a read: ${seconds(at60, 0.5)} in the median, ${seconds(at60, 0.95)} at p95; p95 is ${ratio(quantile(at60.map(toCritical), 0.95))} × the reads that have to wait for each other (goal 1.30).`,
  }
}

function toCritical({ answerMs, criticalMs }: TimedAnswer): number {
  return answerMs / criticalMs
}

function seconds(timed: readonly TimedAnswer[], share: number): string {
  const ms = quantile(
    timed.map((each) => each.answerMs),
    share,
  )
  return `${(ms / 1000).toFixed(1)} s`
}

/** By how much the middle and the tail of a ratio differ between two runs of the same. */
function movedBy(one: readonly TimedAnswer[], other: readonly TimedAnswer[]): string {
  const difference = (share: number) =>
    Math.abs(quantile(one.map(toCritical), share) - quantile(other.map(toCritical), share))
  return `${ratio(difference(0.5))} / ${ratio(difference(0.95))}`
}

function floorOf({ criticalMs, sequenceMs }: TimedAnswer): number {
  return criticalMs / sequenceMs
}

function timeOf(timed: readonly TimedAnswer[], share: number): string {
  return quantile(
    timed.map((each) => each.answerMs),
    share,
  ).toFixed(0)
}

function bySymptom(runs: readonly { readonly p50: number; readonly timed: readonly TimedAnswer[] }[]) {
  const all = runs.flatMap(({ timed }) => timed)
  const middle = (of: readonly number[]) => quantile(of, 0.5)
  const rows = [...Map.groupBy(all, ({ symptom }) => symptom)].map(([symptom, of]) => {
    const facts = of.flatMap(({ firstFactMs, answerMs }) => (firstFactMs === undefined ? [] : [firstFactMs / answerMs]))
    return [
      symptom,
      ...runs.map(({ timed }) =>
        timeOf(
          timed.filter((each) => each.symptom === symptom),
          0.5,
        ),
      ),
      ratio(middle(of.map((each) => each.answerMs / each.criticalMs))),
      ratio(middle(of.map((each) => each.answerMs / each.sequenceMs))),
      facts.length === 0 ? '–' : ratio(middle(facts)),
      String(middle(of.map(({ rounds }) => rounds))),
      String(middle(of.map(({ reads }) => reads))),
    ]
  })
  const times = runs.map(({ p50 }) => `ms at ${p50}`)
  return {
    title: 'By symptom, medians',
    head: ['symptom', ...times, '/ critical path', '/ sequence', 'first fact', 'rounds', 'reads'],
    rows,
  }
}
