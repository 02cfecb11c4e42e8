/** The parts of an SNS event that are read. */
export interface OwnAlarmEvent {
  readonly Records: readonly { readonly Sns: { readonly Message: string } }[]
}

export interface WatchParts {
  /** Posts a text of Slack's. Throws what Slack refuses. */
  readonly post: (text: string) => Promise<void>
}

/** Tells Slack of each alarm about Firstlook itself, in its own words. Throws what could not be posted, so that it is tried again. */
export function makeWatch({ post }: WatchParts): (event: OwnAlarmEvent) => Promise<void> {
  return async ({ Records: records }) => {
    for (const { Sns: sns } of records) await post(textOf(sns.Message))
  }
}

function textOf(message: string): string {
  const { AlarmName: name, NewStateValue: state, AlarmDescription: says, AlarmArn: arn } = fieldsOf(message)
  if (name === undefined) return `Firstlook itself: ${escaped(message.slice(0, 500))}`
  const what = name.replace(/^Firstlook-/, '').replaceAll('-', ' ')
  if (state === 'OK') return `:white_check_mark: *Firstlook itself: ${escaped(what)}* is over.`
  const link = consoleLink(name, arn)
  return [
    `:rotating_light: *Firstlook itself: ${escaped(what)}*`,
    ...(says === undefined ? [] : [escaped(says)]),
    ...(link === undefined ? [] : [`<${link}|Open the alarm>`]),
  ].join('\n')
}

function fieldsOf(message: string): Readonly<Record<string, string | undefined>> {
  let parsed: unknown
  try {
    parsed = JSON.parse(message)
  } catch {
    return {}
  }
  if (parsed === null || typeof parsed !== 'object') return {}
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => typeof value === 'string'))
}

function consoleLink(name: string, arn = ''): string | undefined {
  const [, partition, , region = ''] = arn.split(':')
  const host = { aws: 'aws.amazon.com', 'aws-cn': 'amazonaws.cn', 'aws-us-gov': 'amazonaws-us-gov.com' }[
    partition ?? ''
  ]
  if (host === undefined || !/^[a-z\d-]+$/.test(region)) return undefined
  return `https://${region}.console.${host}/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(name)}`
}

/** The three characters that mean something to Slack. https://docs.slack.dev/messaging/formatting-message-text */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
