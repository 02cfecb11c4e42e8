import { clip } from '../../escape.ts'
import { bullet, type Line, paragraph, type Span, subBullet, text } from '../../outline-lines.ts'
import { durationWords } from '../../verdict-words.ts'
import type { Page } from '../page.ts'
import { type Doctor, type DoctorPlace, type Grade, mostCallsEach, type OwnCheck, worst } from './doctor.ts'
import { accessLines, logLines } from './place-lines.ts'

/** Places told in full, the worst first; of the others the grade alone. */
const mostTold = 8

const words: Readonly<Record<Grade, string>> = {
  works: 'works',
  partly: 'works partly',
  blind: 'blind',
  unchecked: 'not checked',
}
const signs: Readonly<Record<Grade, string>> = { works: '✓', partly: '!', blind: '✗', unchecked: '?' }
const rank: readonly Grade[] = ['blind', 'partly', 'unchecked', 'works']

/** What can be seen of each account and region, and what mends what cannot. */
export function doctorPage({ places, own, took }: Doctor): Page {
  const grade = worst([...places, ...(own ?? [])].map((each) => each.grade))
  const sorted = [...places].sort((a, b) => rank.indexOf(a.grade) - rank.indexOf(b.grade))
  return {
    tone: grade === 'works' ? 'good' : grade === 'blind' ? 'bad' : 'unsure',
    title: titleOf(places),
    lines: [
      ...sorted.slice(0, mostTold).flatMap(placeLines),
      ...sorted.slice(mostTold).map((place) => bullet(...headOf(place))),
      ...ownLines(own),
    ],
    foot: [
      `${durationWords(took.durationMs)} · ${took.calls} ${took.calls === 1 ? 'read' : 'reads'}`,
      `at most ${mostCallsEach} in each account and region; nothing was changed, no log line was kept`,
    ],
  }
}

function titleOf(places: readonly DoctorPlace[]): string {
  const counts = rank.toReversed().flatMap((grade) => {
    const count = places.filter((place) => place.grade === grade).length
    return count === 0 ? [] : [`${count} ${words[grade]}`]
  })
  return `${places.length === 1 ? 'One account and region' : `${places.length} accounts and regions`}: ${counts.join(', ')}`
}

function headOf({ name, account, region, grade }: DoctorPlace): (Span | string)[] {
  const where = `${name === undefined ? `account ${account}` : `${name} (${account})`} · ${region}`
  return [text(`${signs[grade]} ${where}`, 'strong'), `: ${words[grade]}`]
}

function placeLines(place: DoctorPlace): Line[] {
  const head = paragraph(...headOf(place))
  const { closed } = place
  if (closed === undefined) return [head, ...accessLines(place), ...logLines(place), ...alarmLines(place)]
  return [
    head,
    bullet(closed.why),
    ...(closed.statement === undefined
      ? []
      : [
          bullet('The trust policy of ', text(closed.roleArn ?? 'the role', 'code'), ' lacks this statement:'),
          { kind: 'code' as const, text: JSON.stringify(closed.statement, null, 2) },
          bullet(`Deploying the spoke stack in ${place.name ?? place.account} makes role and trust policy anew.`),
        ]),
    bullet('Nothing else could be looked at there.'),
  ]
}

function alarmLines({ lastAlarm, region }: DoctorPlace): Line[] {
  if (lastAlarm === undefined)
    return [bullet(text('Alarms: ', 'strong'), 'not checked; only the deployed Firstlook keeps what has arrived.')]
  if (lastAlarm !== null)
    return [bullet(text('Alarms: ', 'strong'), 'forwarding was seen working, last ', { kind: 'time', at: lastAlarm })]
  return [
    bullet(
      text('Alarms: ', 'strong'),
      'no alarm event was ever seen from here, so whether forwarding works is not known. To see, set off an alarm:',
    ),
    {
      kind: 'code',
      text: `aws cloudwatch set-alarm-state --alarm-name NAME --state-value ALARM --state-reason 'testing Firstlook' --region ${region}`,
    },
    subBullet('Nothing arrives? Deploy the spoke stack in this region too.'),
  ]
}

function ownLines(own: readonly OwnCheck[] | undefined): Line[] {
  const head = text('Firstlook itself', 'strong')
  if (own === undefined)
    return [paragraph(head, ': not checked from here. Ask ', text('/aws doctor', 'code'), ' in Slack.')]
  return [
    paragraph(head, `: ${words[worst(own.map(({ grade }) => grade))]}`),
    ...own.flatMap(({ name, grade, words: told, fix }) => [
      bullet(text(`${signs[grade]} ${name}: `, 'strong'), clip(told, 600)),
      ...(fix === undefined ? [] : [subBullet(clip(fix, 600))]),
    ]),
  ]
}
