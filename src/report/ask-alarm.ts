import type { ChildAlarm } from '../evidence/cloudwatch/alarms.ts'
import { type AlarmHead, readAlarmEvent } from '../intake/alarm.ts'
import type { Question } from '../intake/question.ts'
import type { Answer, Ask } from './answer.ts'
import type { Report } from './report.ts'

/** Looks up the alarms under a composite one. Throws what the read threw. */
export type LookUpAlarms = (
  names: readonly string[],
  place: { readonly account: string; readonly region: string },
) => Promise<readonly ChildAlarm[]>

export interface AnswerAlarmOptions {
  /** Epoch milliseconds. */
  readonly now: number
  readonly lookUpAlarms: LookUpAlarms
  readonly available?: readonly string[]
}

const deepestComposite = 3
const verdictOrder: readonly Report['verdict'][] = [
  'cause-found',
  'several-possible',
  'insufficient-evidence',
  'recovered',
  'healthy',
]

/** Answers an EventBridge alarm event: asks what its metrics point at, and gives the answer that says most. */
export async function answerAlarm(event: unknown, ask: Ask, options: AnswerAlarmOptions): Promise<Answer> {
  const { questions, sentence } = await questionsOf(event, options, deepestComposite)
  if (questions.length === 0) return { kind: 'refused', sentence, nearMisses: [], fault: 'question' }
  const answers = await Promise.all(questions.map((question) => ask(question)))
  const reports = answers.flatMap((answer) => (answer.kind === 'report' ? [answer.report] : []))
  const [first, ...others] = reports.sort((a, b) => verdictOrder.indexOf(a.verdict) - verdictOrder.indexOf(b.verdict))
  if (first === undefined) return answers[0] ?? { kind: 'refused', sentence, nearMisses: [], fault: 'question' }
  return {
    kind: 'report',
    report: {
      ...first,
      notes: [...first.notes, ...others.map((other) => `${other.command}: ${other.verdict}. ${other.summary}`)],
    },
  }
}

async function questionsOf(
  event: unknown,
  options: AnswerAlarmOptions,
  depth: number,
): Promise<{ questions: readonly Question[]; sentence: string }> {
  const reading = readAlarmEvent(event, {
    now: options.now,
    ...(options.available !== undefined && { available: options.available }),
  })
  if (reading.kind === 'unanswerable') return { questions: [], sentence: reading.sentence }
  if (reading.kind === 'questions') return { questions: reading.questions, sentence: '' }
  if (depth === 0)
    return {
      questions: [],
      sentence: `The composite alarm ${reading.alarm.name} is nested too deeply to follow. Ask about one of the alarms under it.`,
    }
  const names = reading.childArns.map((arn) => arn.slice(arn.indexOf(':alarm:') + ':alarm:'.length))
  const children = await options.lookUpAlarms(names, reading.alarm)
  const firing = children.filter((child) => child.state === 'ALARM')
  const asked = firing.length > 0 ? firing : children
  const found = await Promise.all(
    asked.map((child) => questionsOf(alarmEvent(child, reading.alarm), options, depth - 1)),
  )
  const unique = new Map(
    found.flatMap(({ questions }) => questions).map((question) => [`${question.symptom} ${question.name}`, question]),
  )
  const sentence =
    found.find((each) => each.sentence !== '')?.sentence ??
    `None of the alarms under ${reading.alarm.name} could be found.`
  return { questions: [...unique.values()].slice(0, 5), sentence }
}

/** The event that an alarm itself would have sent at that moment: for a child, when the composite one above it went off. */
export function alarmEvent(
  child: ChildAlarm,
  parent: Pick<AlarmHead, 'account' | 'region' | 'state' | 'firedAt'>,
): unknown {
  const state = { value: parent.state, timestamp: new Date(parent.firedAt).toISOString() }
  return {
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    account: parent.account,
    region: parent.region,
    time: state.timestamp,
    resources: [child.arn],
    detail: {
      alarmName: child.name,
      state,
      configuration: child.rule === undefined ? child.configuration : { alarmRule: child.rule },
    },
  }
}
