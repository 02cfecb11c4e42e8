import { judged, type Measured, told } from './result.ts'
import { growthPerAnswer, type Sample } from './soak-measure.ts'
import { soaked } from './soak-run.ts'

/** Kilobytes for each: an answer with all it read is more. In the first minutes code still warms up. */
const mostGrowth = 12
/** One socket that stays open for each question would be 0.5. */
const mostHandles = 0.1

/** Mixed questions, alarms and faults for some minutes, and what is left of them in the process. */
export async function soak(minutes = 2): Promise<Measured> {
  const seen = await soaked(minutes * 60_000)
  const { samples, slack, unhandled, warnings, givenUp } = seen
  const [first, last] = [samples[Math.floor(samples.length / 2)], samples.at(-1)]
  if (first === undefined || last === undefined) throw new Error('a soak takes a few rounds')
  const growth = growthPerAnswer(samples, ({ heapKilobytes }) => heapKilobytes)
  const growing = growthPerAnswer(samples, (each) => each.handles)
  const handles = Math.max(...samples.map((each) => each.handles))
  const lost = Math.max(0, seen.questions - slack.whispers - slack.cards)
  const none = (name: string, found: readonly unknown[] | number) => {
    const count = typeof found === 'number' ? found : found.length
    return judged(name, String(count), '0', count === 0)
  }
  const perAnswer = (of: (sample: Sample) => number) => of(last) / last.answers
  return {
    title: 'Soak',
    rows: [
      told('questions / alarms’ changes', `${seen.questions} / ${seen.alarms}`),
      judged(
        'heap after collection, growth for each',
        `${growth.toFixed(1)} KB`,
        `≤ ${mostGrowth} KB`,
        growth <= mostGrowth,
      ),
      told('heap after collection, halfway / at the end', `${megabytes(first)} / ${megabytes(last)} MB`),
      judged('handles, growth for each', growing.toFixed(3), `≤ ${mostHandles}`, growing <= mostHandles),
      told('handles, most', String(handles)),
      none('listeners more at the end than halfway', Math.max(0, last.listeners - first.listeners)),
      none('warnings of Node’s', warnings),
      none('unhandled rejections', unhandled),
      none('questions without an answer', lost),
      none('messages that still say “Looking”', slack.looking),
      none('messages posted twice', slack.doubled),
      none('messages given up by the queue', givenUp),
      told('incidents closed', String(seen.closed)),
      none('incidents still open after a day', seen.open),
      none('diagnoses said to run for ever', seen.running),
      told(
        'log lines / kilobytes for each',
        `${perAnswer((each) => each.logLines).toFixed(2)} / ${(perAnswer((each) => each.logBytes) / 1024).toFixed(2)}`,
      ),
    ],
    notes: [
      `${samples.length} rounds in ${minutes} minutes, each with six questions and three alarms that fire and end, a fault of AWS, one of Slack’s and a throttled call of the table, and an hour of simulated time later than the last; then a day goes by. Slack, AWS and the table run in a thread of their own. Growth is the slope over the later half, which falls as code warms up: in two minutes it says that no answer stays behind, and only half an hour says more.`,
      ...[...unhandled, ...warnings, ...slack.looking, ...slack.doubled, ...givenUp].slice(0, 10),
      ...seen.open.slice(0, 3).map(({ id, state, diagnosis }) => `open: ${id} ${state}, diagnosis ${diagnosis.status}`),
    ],
    counts: { questions: seen.questions, alarms: seen.alarms, growthKilobytes: growth },
  }
}

function megabytes({ heapKilobytes }: Sample): string {
  return (heapKilobytes / 1024).toFixed(1)
}
