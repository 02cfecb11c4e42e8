import type { ChildAlarm } from '../evidence/cloudwatch/alarms.ts'
import { type AlarmHead, readAlarmEvent } from '../intake/alarm.ts'
import type { Question } from '../intake/question.ts'
import { verbOfSymptom } from '../intake/verbs.ts'
import type { Answer, Ask } from './answer.ts'
import { guessesOf } from './guess-alarm.ts'
import type { Report } from './report.ts'

/** Looks up the alarms under a composite one. Throws what the read threw. */
export type LookUpAlarms = (
  names: readonly string[],
  place: { readonly account: string; readonly region: string },
) => Promise<readonly ChildAlarm[]>

/** Looks up the tags of an alarm. Throws what the read threw. */
export type LookUpAlarmTags = (
  alarm: Pick<AlarmHead, 'arn' | 'account' | 'region'>,
) => Promise<Readonly<Record<string, string>>>

export interface AnswerAlarmOptions {
  /** Epoch milliseconds. */
  readonly now: number
  readonly lookUpAlarms: LookUpAlarms
  /** Where left out, only the tags in the event itself are known. */
  readonly lookUpTags?: LookUpAlarmTags
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

/** What an alarm comes down to, and in words what of it is not looked into. */
interface Asked {
  readonly questions: readonly Question[]
  /** What could not be looked at: while there is any, nothing under the alarm is said to be well. */
  readonly unseen: readonly string[]
  /** What there is nothing to look at. */
  readonly absent: readonly string[]
}

const mostQuestions = 5

/** Answers an EventBridge alarm event: asks what its metrics point at, and gives the answer that says most. */
export async function answerAlarm(event: unknown, ask: Ask, options: AnswerAlarmOptions): Promise<Answer> {
  const { questions: all, unseen: unread, absent } = await questionsOf(event, options, deepestComposite)
  const unique = [...new Map(all.map((question) => [keyOf(question), question])).values()]
  const questions = unique.slice(0, mostQuestions)
  const unasked = unique.slice(mostQuestions).map(({ command }) => `Not looked into: ${command}.`)
  const refused = (): Answer => ({
    ...{ kind: 'refused', nearMisses: [], fault: 'question' },
    sentence: [...unread, ...absent].join(' '),
  })
  if (questions.length === 0) return (await answerByGuess(event, ask, options)) ?? refused()
  const answers = await Promise.all(questions.map((question) => ask(question)))
  const reports = answers.flatMap((answer) => (answer.kind === 'report' ? [answer.report] : []))
  const [first, ...others] = reports.sort((a, b) => verdictOrder.indexOf(a.verdict) - verdictOrder.indexOf(b.verdict))
  if (first === undefined) return answers[0] ?? refused()
  const unanswered = answers.flatMap((answer, index) =>
    answer.kind === 'report' ? [] : [`${questions[index]?.command}: ${answer.sentence}`],
  )
  const unseen = [...unanswered, ...unread, ...unasked]
  const notes = [
    ...first.notes,
    ...others.map((other) => `${other.command}: ${other.verdict}. ${other.summary}`),
    ...[...unseen, ...absent],
  ]
  const report = { ...first, notes }
  return { kind: 'report', report: unseen.length === 0 ? report : notWell(report, 'Not all under the alarm was seen.') }
}

/** The report, where it says that all is well, as one that cannot say so. */
function notWell(report: Report, why: string): Report {
  const isWell = report.verdict === 'healthy' || report.verdict === 'recovered'
  return isWell ? { ...report, verdict: 'insufficient-evidence', summary: `${report.summary} ${why}` } : report
}

/** A cause of what an alarm may be about; that the alarm is about it is not shown. */
function atMostLikely(cause: Report['causes'][number]): Report['causes'][number] {
  return cause.strength === 'proven' ? { ...cause, strength: 'likely' } : cause
}

/** The answer about the first resource that an alarm's tags or name may mean; undefined when it is not to be guessed, or nothing fits. */
async function answerByGuess(event: unknown, ask: Ask, options: AnswerAlarmOptions): Promise<Answer | undefined> {
  const reading = readAlarmEvent(event, { now: options.now })
  if (reading.kind !== 'unanswerable' || reading.alarm === undefined || reading.window === undefined) return undefined
  const { alarm, window, sentence } = reading
  const tags = alarm.tags ?? (await options.lookUpTags?.(alarm).catch(() => undefined))
  for (const { name, by } of guessesOf(alarm, tags)) {
    const { account, region, arn, firedAt } = alarm
    const command = `alarm ${alarm.name}: ${verbOfSymptom('any')} ${name}`
    const about = { name: alarm.name, arn, firedAt }
    const answer = await ask({ symptom: 'any', name, account, region, window, command, alarm: about })
    if (answer.kind !== 'report') continue
    const report = notWell(answer.report, 'What the alarm itself watches was not looked at.')
    const summary = `Guessed by ${by} to be about ${name}: ${report.summary}`
    const notes = [`A guess: ${sentence}`, ...report.notes]
    return { kind: 'report', report: { ...report, summary, notes, causes: report.causes.map(atMostLikely) } }
  }
  return undefined
}

function keyOf({ account, region, symptom, name }: Question): string {
  return `${account}|${region}|${symptom}|${name}`
}

async function questionsOf(event: unknown, options: AnswerAlarmOptions, depth: number): Promise<Asked> {
  const reading = readAlarmEvent(event, {
    now: options.now,
    ...(options.available !== undefined && { available: options.available }),
  })
  if (reading.kind === 'unanswerable') return { questions: [], unseen: [reading.sentence], absent: [] }
  if (reading.kind === 'questions') return { questions: reading.questions, unseen: [], absent: [] }
  const { alarm, childArns } = reading
  if (depth === 0)
    return {
      questions: [],
      unseen: [
        `The composite alarm ${alarm.name} is nested too deeply to follow. Ask about one of the alarms under it.`,
      ],
      absent: [],
    }
  const { children, unseen, absent } = await childrenOf(alarm, childArns, options.lookUpAlarms)
  const firing = children.filter(({ state }) => state === 'ALARM')
  const asked = firing.length > 0 ? firing : children
  const silent = children.filter((child) => child.state === 'INSUFFICIENT_DATA' && !asked.includes(child))
  const found = await Promise.all(
    asked.map((child) =>
      questionsOf(alarmEvent(child, { ...alarm, ...placeOf(child.arn, alarm) }), options, depth - 1),
    ),
  )
  return {
    questions: found.flatMap(({ questions }) => questions),
    unseen: [...unseen, ...found.flatMap((each) => each.unseen)],
    absent: [
      ...absent,
      ...silent.map(({ name }) => `The alarm ${name} under ${alarm.name} has no data.`),
      ...found.flatMap((each) => each.absent),
    ],
  }
}

type Place = Pick<AlarmHead, 'account' | 'region'>

function placeOf(arn: string, parent: Place): Place {
  const [, , , region, account] = arn.split(':')
  return { account: account || parent.account, region: region || parent.region }
}

/** The alarms under a composite one, each looked up where its ARN says that it is. */
async function childrenOf(
  parent: AlarmHead,
  childArns: readonly string[],
  lookUp: LookUpAlarms,
): Promise<Omit<Asked, 'questions'> & { readonly children: readonly ChildAlarm[] }> {
  const byPlace = Map.groupBy(childArns, (arn) => JSON.stringify(placeOf(arn, parent)))
  const found = await Promise.all(
    [...byPlace].map(async ([key, arns]) => {
      const place = JSON.parse(key) as Place
      const names = arns.map((arn) => arn.slice(arn.indexOf(':alarm:') + ':alarm:'.length))
      try {
        const children = await lookUp(names, place)
        const missing = names.filter((name) => children.every((child) => child.name !== name))
        const absent = missing.map((name) => `The alarm ${name} under ${parent.name} is not there any more.`)
        return { children, unseen: [], absent }
      } catch (error) {
        const where = `account ${place.account}, ${place.region}`
        const why = error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : 'unknown error'
        const sentence = `The alarms under ${parent.name} in ${where} could not be read (${why}): ${names.join(', ')}. It takes cloudwatch:DescribeAlarms there.`
        return { children: [], unseen: [sentence], absent: [] }
      }
    }),
  )
  return {
    children: found.flatMap((each) => each.children),
    unseen: found.flatMap((each) => each.unseen),
    absent: found.flatMap((each) => each.absent),
  }
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
