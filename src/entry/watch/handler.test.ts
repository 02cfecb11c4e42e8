import { expect, it } from 'vitest'
import { makeWatch } from './handler.ts'

async function toldOf(...messages: readonly string[]): Promise<string[]> {
  const posted: string[] = []
  const watch = makeWatch({ post: async (text) => void posted.push(text) })
  await watch({ Records: messages.map((Message) => ({ Sns: { Message } })) })
  return posted
}
const alarm = {
  AlarmName: 'Firstlook-work-given-up',
  AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:Firstlook-work-given-up',
  AlarmDescription: 'Requests <failed> three times & wait.',
  NewStateValue: 'ALARM',
}

it('tells of an alarm in its own words, with a way to it', async () => {
  expect(await toldOf(JSON.stringify(alarm))).toEqual([
    [
      ':rotating_light: *Firstlook itself: work given up*',
      'Requests &lt;failed&gt; three times &amp; wait.',
      '<https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/Firstlook-work-given-up|Open the alarm>',
    ].join('\n'),
  ])
})

it('tells when it is over', async () => {
  expect(await toldOf(JSON.stringify({ ...alarm, NewStateValue: 'OK' }))).toEqual([
    ':white_check_mark: *Firstlook itself: work given up* is over.',
  ])
})

it('tells what it cannot read too, and links nowhere strange', async () => {
  expect(await toldOf('plain <!channel> words')).toEqual(['Firstlook itself: plain &lt;!channel&gt; words'])
  expect(
    (await toldOf(JSON.stringify({ ...alarm, AlarmArn: 'arn:aws:cloudwatch:evil.example/:1:alarm:x' })))[0],
  ).not.toContain('http')
})

it('fails when Slack refuses, so that Lambda tries again', async () => {
  const watch = makeWatch({ post: () => Promise.reject(new Error('Slack refused: invalid_auth')) })
  await expect(watch({ Records: [{ Sns: { Message: JSON.stringify(alarm) } }] })).rejects.toThrow('invalid_auth')
})
