import { informationNames, informationVerbs } from './information-verbs.ts'
import type { Symptom } from './question.ts'

/** What `help` and the grammar know about one verb. */
export interface Verb {
  readonly name: string
  readonly kind: 'diagnosis' | 'info'
  /** The symptom a diagnosis verb asks about. */
  readonly symptom?: Symptom
  /** Other spellings that mean the same verb. */
  readonly aliases: readonly string[]
  /** One line, no full stop. */
  readonly summary: string
  readonly usage: string
  readonly examples: readonly string[]
  /** What is read in AWS to answer, in words. */
  readonly reads: readonly string[]
  readonly resource: 'required' | 'optional' | 'none'
  /** What to call the resource in a sentence: "an API". */
  readonly resourceWord: string
  /** Keys besides account, region and time that the verb takes as `key=value`. */
  readonly details: readonly string[]
  /** The detail that takes the words after the resource's name: `logs orders timed out`. */
  readonly rest?: string
  /** Where the window begins when none is given: with the asker’s last shift, where they had one. */
  readonly since?: 'last-shift'
  readonly defaultWindowMinutes: number
  readonly maximumWindowDays: number
}

/** Verbs that are wired to an answer. A verb that is not listed here is neither offered nor accepted. */
export const availableVerbs: readonly string[] = [
  'help',
  'why',
  'why-502',
  'why-504',
  'why-500',
  'why-4xx',
  'why-timeout',
  'why-errors',
  'why-throttled',
  'why-cold-start',
  'why-slow',
  'why-stuck',
  'why-no-event',
  'why-cost',
  'why-security',
  'why-denied',
  'why-failed',
  'why-403',
  ...informationNames,
]

const apiReads = [
  'API Gateway: stage, integrations and gateway responses as deployed',
  'API Gateway execution and access logs in the window',
  'Lambda: configuration, alias, resource policy and logs of the functions behind it',
  'CloudWatch metrics of the API and its functions',
  'CloudTrail: changes in the window',
]
const functionReads = [
  'Lambda: configuration, alias, concurrency and event sources',
  'the function’s log group in the window',
  'CloudWatch metrics of the function and of what it calls',
  'CloudTrail: changes in the window',
]

interface DiagnosisWords extends Partial<Verb> {
  readonly symptom: Symptom
  readonly summary: string
  readonly reads: readonly string[]
  readonly resourceWord: string
  readonly example: string
}

function diagnosis(words: DiagnosisWords): Verb {
  const { symptom, example, resource = 'required', aliases = [], details = [], ...rest } = words
  const name = verbOfSymptom(symptom)
  const placeholder = resource === 'required' ? ' <resource>' : resource === 'optional' ? ' [resource]' : ''
  return {
    name,
    kind: 'diagnosis',
    symptom,
    aliases,
    usage: `${name}${placeholder} [in <account>] [region <r>] [last 30m | since 14:05 | 14:00..15:00] [private]`,
    examples: [
      `${name} ${example}`.trim(),
      `${name} ${example} in prod region eu-west-1 last 30m`.replace(/\s+/g, ' '),
    ],
    resource,
    details,
    defaultWindowMinutes: 60,
    maximumWindowDays: 15,
    ...rest,
  }
}

const apiDetails = ['stage'] as const

/** Every verb of the language, in the order `help` shows them. */
export const verbs: readonly Verb[] = [
  diagnosis({
    symptom: 'any',
    summary: 'Works out what a thing is and what is wrong with it',
    reads: [
      'the look-ups that tell what the name means: APIs, functions, tables, queues, rules, buckets, stacks, load balancers',
      'CloudWatch metrics and logs that show whether it fails, for every symptom that fits it',
      'what the symptom’s own verb reads, for what fails',
    ],
    resourceWord: 'a resource',
    example: 'orders-api',
    details: ['stage', 'event', 'action', 'principal', 'key', 'error', 'url'],
  }),
  diagnosis({
    symptom: '502',
    summary: 'An API answers 502 Bad Gateway, or any 5xx',
    reads: apiReads,
    resourceWord: 'an API',
    example: 'orders-api',
    details: apiDetails,
  }),
  diagnosis({
    symptom: '504',
    aliases: ['why-503'],
    summary: 'An API answers 504 or 503, or times out',
    reads: apiReads,
    resourceWord: 'an API',
    example: 'orders-api',
    details: apiDetails,
  }),
  diagnosis({
    symptom: '500',
    aliases: ['why-5xx'],
    summary: 'An API answers 500 Internal Server Error',
    reads: apiReads,
    resourceWord: 'an API',
    example: 'orders-api',
    details: apiDetails,
  }),
  diagnosis({
    symptom: '4xx',
    aliases: ['why-400', 'why-401', 'why-404', 'why-413', 'why-415', 'why-429'],
    summary: 'An API refuses requests: 400, 401, 403, 404, 413, 415, 429',
    reads: [...apiReads, 'authorizers, usage plans and WAF rules of the stage'],
    resourceWord: 'an API',
    example: 'orders-api',
    details: apiDetails,
  }),
  diagnosis({
    symptom: 'timeout',
    aliases: ['why-timeouts', 'why-timed-out'],
    summary: 'A function runs into its timeout',
    reads: functionReads,
    resourceWord: 'a function',
    example: 'checkout-worker',
  }),
  diagnosis({
    symptom: 'errors',
    aliases: ['why-error', 'why-failing', 'why-crash'],
    summary: 'A function fails: crashes, bad imports, memory, permissions',
    reads: functionReads,
    resourceWord: 'a function',
    example: 'checkout-worker',
  }),
  diagnosis({
    symptom: 'throttled',
    aliases: ['why-throttle', 'why-throttling', 'why-throttles'],
    summary: 'A function or table is throttled',
    reads: [...functionReads, 'account concurrency limits and reservations'],
    resourceWord: 'a function or table',
    example: 'checkout-worker',
  }),
  diagnosis({
    symptom: 'cold-start',
    aliases: ['why-cold-starts', 'why-cold'],
    summary: 'A function is slow to start',
    reads: functionReads,
    resourceWord: 'a function',
    example: 'checkout-worker',
  }),
  diagnosis({
    symptom: 'slow',
    aliases: ['why-latency'],
    summary: 'An API, a function or a DynamoDB table answers slowly',
    reads: [
      'CloudWatch: latency of the API, duration of the function, time in DynamoDB of each operation',
      'the function’s log group: cold starts',
      'DynamoDB: the table and its indexes',
      'CloudTrail: changes in the window',
    ],
    resourceWord: 'an API, a function or a table',
    example: 'orders-table',
  }),
  diagnosis({
    symptom: 'denied',
    aliases: ['why-access-denied', 'why-accessdenied'],
    summary: 'An AccessDenied error: which policy refuses, and what to add',
    reads: ['IAM: the principal’s policies and boundary', 'the resource’s policy', 'CloudTrail: the denied calls'],
    resourceWord: 'a role, a function or the error text',
    example: 'checkout-role',
    details: ['action', 'principal', 'error'],
  }),
  diagnosis({
    symptom: 'failed',
    aliases: ['why-stack-failed', 'why-rollback'],
    summary: 'A CloudFormation stack failed or is stuck',
    reads: ['CloudFormation: stack events, nested stacks and resources'],
    resourceWord: 'a stack',
    example: 'checkout-stack',
    details: ['error'],
  }),
  diagnosis({
    symptom: '403',
    summary: 'S3 answers 403 Access Denied',
    reads: ['S3: bucket policy, public access block, ownership and encryption', 'IAM and KMS key policies'],
    resourceWord: 'a bucket',
    example: 'invoices-bucket',
    details: ['action', 'principal', 'key', 'error', 'url'],
  }),
  diagnosis({
    symptom: 'no-event',
    aliases: ['why-no-events', 'why-not-triggered'],
    summary: 'An EventBridge rule does not fire or does not reach its target',
    reads: ['EventBridge: rule, pattern, targets and bus policy', 'the target’s permissions', 'rule metrics'],
    resourceWord: 'a rule',
    example: 'order-placed-rule',
    details: ['event'],
  }),
  diagnosis({
    symptom: 'stuck',
    aliases: ['why-backlog', 'why-dlq'],
    summary: 'A queue piles up, repeats messages or fills its dead-letter queue',
    reads: ['SQS: queue attributes and redrive policy', 'Lambda: event source mapping and consumer'],
    resourceWord: 'a queue',
    example: 'orders-queue',
  }),
  diagnosis({
    symptom: 'cost',
    aliases: ['why-expensive', 'why-bill'],
    summary: 'The bill went up',
    reads: [
      'Cost Explorer: daily cost by service, usage type and region, and anomalies; up to 4 requests at $0.01 each, kept for six hours',
      'CloudWatch metrics of what is billed: which log group, gateway, table or function grew',
    ],
    resource: 'optional',
    resourceWord: 'a service',
    example: '',
    defaultWindowMinutes: 14 * 24 * 60,
    maximumWindowDays: 90,
  }),
  diagnosis({
    symptom: 'security',
    aliases: ['why-compliance', 'why-noncompliant'],
    summary: 'A security or compliance finding',
    reads: [
      'AWS Config: its recorder, rules and their results, and what changed on the resource',
      'IAM: credential report, account summary, who may do everything',
      'CloudTrail: trails and whether they log',
      'the resource’s own configuration: public access, encryption, policies, open ports',
    ],
    resource: 'optional',
    resourceWord: 'a resource',
    example: 'invoices-bucket',
    defaultWindowMinutes: 24 * 60,
  }),
  ...informationVerbs,
  {
    name: 'help',
    kind: 'info',
    aliases: ['?', '-h', '--help', 'usage', 'commands'],
    summary: 'What can be asked, and how',
    usage: 'help [verb]',
    examples: ['help', 'help why-502'],
    reads: [],
    resource: 'none',
    resourceWord: 'a verb',
    details: [],
    defaultWindowMinutes: 60,
    maximumWindowDays: 15,
  },
]

/** The verbs a person may use now, in the order of `help`. */
export function offeredVerbs(available: readonly string[] = availableVerbs): readonly Verb[] {
  return verbs.filter(({ name }) => available.includes(name))
}

/** The verb that asks about a symptom. */
export function verbOfSymptom(symptom: Symptom): string {
  return symptom === 'any' ? 'why' : `why-${symptom}`
}
