import type { Verb } from './verbs.ts'

type Defaulted = 'details' | 'defaultWindowMinutes' | 'maximumWindowDays'

interface Words extends Omit<Verb, 'kind' | Defaulted>, Partial<Pick<Verb, Defaulted>> {
  /** `channel`: everybody there may see it, unless it was asked in private. `asker`: only ever the asker. */
  readonly audience: 'channel' | 'asker'
  /** Which accounts it reads: the one asked about, each that may be asked about unless one is named, or none in particular. */
  readonly account: 'one' | 'each' | 'none'
  /** Takes long enough to be told that it has begun, where no progress can be shown. */
  readonly isSlow?: true
}

const where = '[in <account>] [region <r>]'
const when = '[last 30m | since 14:05 | 14:00..15:00]'
const thing = 'a function, API, table, queue, rule'

/**
 * The words of every verb that shows something instead of diagnosing it. A row here and a command of the same name in
 * `src/entry/information.ts` make a verb: grammar, help, both doors, docs and permissions follow.
 */
const rows = {
  logs: {
    name: 'logs',
    audience: 'channel',
    account: 'one',
    aliases: ['log', 'tail'],
    summary: 'The newest log lines of a function, an API or a log group, secrets taken out',
    usage: `logs <function | api | log group> [pattern] ${where} ${when} [private]`,
    examples: ['logs orders', 'logs orders-api ERROR last 15m', 'logs /aws/lambda/orders "Task timed out"'],
    reads: [
      'Lambda or API Gateway: where the function or stage logs to',
      'CloudWatch Logs: the newest lines in the window, all of them or those that match the pattern',
      'the names of log groups, where the one asked for is not there',
    ],
    resource: 'required',
    resourceWord: 'a function, API or log group',
    details: ['pattern', 'stage'],
    rest: 'pattern',
  },
  metrics: {
    name: 'metrics',
    audience: 'channel',
    account: 'one',
    aliases: ['metric', 'chart', 'graph'],
    summary: 'The metrics that matter of a resource, as a chart and in numbers, now against before',
    usage: `metrics <resource> ${where} ${when} [private]`,
    examples: ['metrics orders-api', 'metrics orders-queue last 3h'],
    reads: ['CloudWatch metrics of the resource in the window, and in the same time before it'],
    resource: 'required',
    resourceWord: `${thing} or load balancer`,
    details: ['stage'],
    maximumWindowDays: 30,
  },
  changes: {
    name: 'changes',
    audience: 'channel',
    account: 'one',
    aliases: ['change', 'changed', 'what-changed', 'deploys'],
    summary: 'Who changed what about a resource, newest first',
    usage: `changes <resource> ${where} [last 24h | since yesterday 14:05] [private]`,
    examples: ['changes orders-api', 'changes checkout last 3d'],
    reads: [
      'CloudTrail: writes to the resource, and for an API to the functions it calls',
      'CloudFormation: the stack the resource belongs to, and its events',
      'Lambda and API Gateway: when the function or stage was last changed',
    ],
    resource: 'required',
    resourceWord: `${thing}, bucket, role or stack`,
    details: ['stage'],
    defaultWindowMinutes: 24 * 60,
    maximumWindowDays: 90,
  },
  alarms: {
    name: 'alarms',
    audience: 'channel',
    account: 'each',
    aliases: ['alarm', 'firing', 'alerts'],
    summary: 'CloudWatch alarms that fire now, by account and region, with the incident of each',
    usage: `alarms ${where} [private]`,
    examples: ['alarms', 'alarms in prod'],
    reads: ['CloudWatch: alarms in the state ALARM, in every account and region this channel may ask about'],
    resource: 'none',
    resourceWord: 'an account',
  },
  mine: {
    name: 'mine',
    audience: 'asker',
    account: 'each',
    aliases: ['my', 'my-incidents'],
    summary: 'Open incidents that are yours: owned, acknowledged or put to sleep by you',
    usage: 'mine [in <account>]',
    examples: ['mine'],
    reads: ['nothing in AWS but Firstlook’s own table'],
    resource: 'none',
    resourceWord: 'an account',
  },
  missed: {
    name: 'missed',
    audience: 'channel',
    account: 'each',
    aliases: ['unacknowledged', 'unacked'],
    summary: 'What fired and nobody acknowledged, since your last shift began and still',
    usage: 'missed [in <account>] [last 12h | since yesterday 22:00] [private]',
    examples: ['missed', 'missed last 12h'],
    reads: ['nothing in AWS but Firstlook’s own table'],
    resource: 'none',
    resourceWord: 'an account',
    since: 'last-shift',
    defaultWindowMinutes: 24 * 60,
    maximumWindowDays: 60,
  },
  snoozes: {
    name: 'snoozes',
    audience: 'channel',
    account: 'each',
    aliases: ['snoozed', 'snooze', 'asleep'],
    summary: 'Incidents that sleep: until when, why, by whom, with a button that wakes each',
    usage: 'snoozes [in <account>] [private]',
    examples: ['snoozes'],
    reads: ['nothing in AWS but Firstlook’s own table'],
    resource: 'none',
    resourceWord: 'an account',
  },
  export: {
    name: 'export',
    audience: 'asker',
    account: 'none',
    aliases: ['postmortem', 'timeline'],
    summary: 'Timeline and postmortem draft of an incident, in Markdown; in its thread without a name',
    usage: 'export <incident id | alarm name>',
    examples: ['export orders-api-5xx'],
    reads: ['nothing in AWS but Firstlook’s own table'],
    resource: 'required',
    resourceWord: 'an incident’s id or an alarm’s name',
  },
  oncall: {
    name: 'oncall',
    audience: 'channel',
    account: 'none',
    aliases: ['on-call', 'who', 'rotation'],
    summary: 'Who is on call, who is next, and until when; in Slack also edit, swap, ical, away, override',
    usage: 'oncall [rotation | edit | swap | ical | away <from..to> | override @who <from..to>]',
    examples: ['oncall', 'oncall edit', 'oncall away 2026-12-24..2027-01-02'],
    reads: ['nothing in AWS but Firstlook’s own table, or PagerDuty where a schedule is kept there'],
    resource: 'optional',
    resourceWord: 'a rotation',
  },
  handoff: {
    name: 'handoff',
    audience: 'channel',
    account: 'none',
    aliases: ['hand-over', 'handover'],
    summary:
      'The shift’s handoff: what is open, what keeps coming back, what to watch; in Slack the next person accepts it',
    usage: 'handoff [rotation | last]',
    examples: ['handoff', 'handoff last'],
    reads: ['nothing in AWS but Firstlook’s own table'],
    resource: 'optional',
    resourceWord: 'a rotation',
  },
  report: {
    name: 'report',
    audience: 'channel',
    account: 'each',
    aliases: ['stats', 'statistics', 'summary'],
    summary: 'Incidents of a time by cause and resource, how long they took, how often the named cause was right',
    usage: 'report [in <account>] [last 30d] [private]',
    examples: ['report', 'report last 30d', 'report in prod last 7d'],
    reads: ['nothing in AWS but Firstlook’s own table'],
    resource: 'none',
    resourceWord: 'an account',
    defaultWindowMinutes: 30 * 24 * 60,
    maximumWindowDays: 92,
  },
  note: {
    name: 'note',
    audience: 'asker',
    account: 'none',
    aliases: ['memo'],
    summary: 'Writes something down for the handoff of the shift',
    usage: 'note <text>',
    examples: ['note the load test runs until noon'],
    reads: ['nothing in AWS but Firstlook’s own table'],
    resource: 'required',
    resourceWord: 'some text',
    details: ['text'],
    rest: 'text',
  },
  explain: {
    name: 'explain',
    audience: 'asker',
    account: 'none',
    aliases: ['cause'],
    summary: 'What the playbook knows of a cause: symptoms, evidence, look-alikes, fix',
    usage: 'explain <cause-id>',
    examples: ['explain lambda-oom', 'explain apigw502-malformed-shape'],
    reads: ['nothing in AWS: the playbook itself'],
    resource: 'required',
    resourceWord: 'a cause id',
  },
  accounts: {
    name: 'accounts',
    audience: 'asker',
    account: 'none',
    aliases: ['account'],
    summary: 'The accounts that may be asked about here',
    usage: 'accounts',
    examples: ['accounts'],
    reads: ['STS: the account of Firstlook’s own credentials, where none is configured'],
    resource: 'none',
    resourceWord: 'an account',
  },
  doctor: {
    name: 'doctor',
    audience: 'channel',
    account: 'each',
    isSlow: true,
    aliases: ['check', 'self-check', 'selfcheck', 'checkup'],
    summary: 'What Firstlook can see in each account and region, what it is blind to, and what mends that',
    usage: 'doctor [in <account>] [region <r>] [private]',
    examples: ['doctor', 'doctor in prod', 'doctor in prod region eu-west-1'],
    reads: [
      'STS: whether the role of each account can be assumed',
      'each IAM action of the role once, on the first resource found, at most 150 calls in each account and region, for less than a cent',
      'IAM: the simulator’s word on the actions that cannot be tried',
      'API Gateway and CloudWatch Logs: which stages log, and which log groups can be searched',
      'Firstlook itself: its table, its Slack app and channels, the newest alarm event from each region',
    ],
    resource: 'none',
    resourceWord: 'an account',
  },
  whoami: {
    name: 'whoami',
    audience: 'asker',
    account: 'none',
    aliases: ['who-am-i', 'me'],
    summary: 'Who you are to Firstlook, and what you may ask here',
    usage: 'whoami',
    examples: ['whoami'],
    reads: ['STS: whose credentials read AWS'],
    resource: 'none',
    resourceWord: 'a person',
  },
} as const satisfies Readonly<Record<string, Words>>

export type InformationName = keyof typeof rows

export const informationVerbs: readonly Verb[] = Object.values<Words>(rows).map(
  ({ audience: _, account: __, isSlow: ___, ...row }) => ({
    kind: 'info',
    details: [],
    defaultWindowMinutes: 60,
    maximumWindowDays: 15,
    ...row,
  }),
)

export const informationNames: readonly string[] = Object.keys(rows)

/** Who may see what a command tells, and which accounts it reads. */
export function reachOf(name: InformationName): Pick<Words, 'audience' | 'account' | 'isSlow'> {
  return rows[name]
}

export function isInformationName(name: string): name is InformationName {
  return Object.hasOwn(rows, name)
}
