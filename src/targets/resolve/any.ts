import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import type { Symptom } from '../symptom.ts'
import { domainLookup, httpApiLookup, restApiLookup } from './api.ts'
import { bucketHint, bucketLookup } from './bucket.ts'
import { denialLookup } from './denial.ts'
import { rulesOnBusLookup } from './event-bus.ts'
import { eventRuleLookup, eventRuleNames } from './event-rule.ts'
import { functionLookup, functionNames } from './function.ts'
import { loadBalancerLookup } from './load-balancer.ts'
import { logGroupLookup } from './log-group.ts'
import { logGroupHint, ownerOfLogGroup } from './log-group-name.ts'
import { queueByName, queueHint, queueLookup, queueNames } from './queue.ts'
import type { Lookup, Round } from './resolution.ts'
import { roleLookup, roleNames } from './role.ts'
import { stackLookup, tagLookup } from './stack.ts'
import { failedStackLookup, goneStackLookup } from './stack-failure.ts'
import { tableLookup, tableNames } from './table.ts'

interface KnownAs {
  /** The symptom that the look-up is asked with in a question of its own. */
  readonly symptom: Symptom
  /** 1: what mostly fails; 2: what may bear the same name; 3: the rest, when nothing was found; 4: near misses. */
  readonly round: Round
  readonly fits?: (text: string) => boolean
}

/** The service of an ARN; undefined for a name. */
function serviceOf(text: string): string | undefined {
  return /^arn:[\w-]+:([\w-]+):/.exec(text)?.[1]
}

/** A pasted error, not a name. */
const isText = (text: string): boolean => /\s/.test(text.trim())
const isName = (text: string): boolean => serviceOf(text) === undefined && logGroupHint(text) === undefined
const isOf =
  (...services: string[]) =>
  (text: string): boolean =>
    isName(text) || services.includes(serviceOf(text) ?? '')
const isNameOf =
  (service: string) =>
  (text: string): boolean =>
    (isName(text) && !text.includes('/')) || serviceOf(text) === service

/** The same look-up, for a question that does not say what is wrong. */
function openly(lookup: Lookup, { symptom, round, fits = isName }: KnownAs): Lookup {
  const { begin } = lookup
  return {
    id: lookup.id,
    actions: lookup.actions,
    resource: (name, aws) => lookup.resource(ownerOfLogGroup(name), aws),
    fits(name, asked) {
      const owner = ownerOfLogGroup(name)
      return asked === 'any' && fits(owner) && lookup.fits(owner, symptom)
    },
    round: () => round,
    find: (name, aws, _asked, details) => lookup.find(ownerOfLogGroup(name), aws, symptom, details),
    ...(begin !== undefined && { begin: (name, aws) => begin(ownerOfLogGroup(name), aws) }),
  }
}

/** A bucket of this account: a name that another account took answers "denied", which says nothing of what was meant. */
const ownBucketLookup: Lookup = {
  ...bucketLookup,
  actions: [...bucketLookup.actions, 's3:ListAllMyBuckets'],
  async find(text, aws, symptom, details) {
    const name = bucketHint(text)?.name
    if (isName(text) && !/^(s3|https?):\/\//.test(text)) {
      const { Buckets: own = [] } = await aws.client(S3Client).send(new ListBucketsCommand({}))
      if (!own.some((each) => each.Name === name)) return { exact: [], others: own.flatMap((each) => each.Name ?? []) }
    }
    return await bucketLookup.find(text, aws, symptom, details)
  },
}

/** Under exactly this name; a FIFO queue without its suffix is a second call, made when nothing else is found. */
const exactQueueLookup: Lookup = {
  ...queueLookup,
  async find(text, aws) {
    const hint = queueHint(text)
    return { exact: hint === undefined ? [] : [await queueByName(aws, hint.name, hint.account)], others: [] }
  },
}

/** On the default bus, where most rules are; the other buses are searched when nothing else is found. */
const ruleOnDefaultBusLookup: Lookup = {
  ...eventRuleLookup,
  find: async (text, aws, symptom, details = {}) =>
    await eventRuleLookup.find(/[:/]/.test(text) ? text : `default/${text}`, aws, symptom, details),
}

const isRoleArn = (text: string): boolean => serviceOf(text) === 'iam' || serviceOf(text) === 'sts'
const soundsLikeRole = (text: string): boolean => isRoleArn(text) || (isName(text) && /role|user/i.test(text))

/** Every way in which a thing may be known to whoever only asks `why`. */
export const openLookups: readonly Lookup[] = [
  openly(restApiLookup, { symptom: '502', round: 1, fits: isOf('apigateway', 'execute-api') }),
  openly(httpApiLookup, { symptom: '502', round: 1, fits: isOf('apigateway', 'execute-api') }),
  openly(domainLookup, { symptom: '502', round: 1 }),
  openly(functionLookup, { symptom: 'errors', round: 1, fits: isOf('lambda') }),
  openly(tableLookup, { symptom: 'throttled', round: 2, fits: isNameOf('dynamodb') }),
  openly(exactQueueLookup, { symptom: 'stuck', round: 2, fits: isOf('sqs') }),
  logGroupLookup,
  openly(ruleOnDefaultBusLookup, { symptom: 'no-event', round: 2, fits: isOf('events') }),
  openly(ownBucketLookup, {
    symptom: '403',
    round: 2,
    fits: (text) => isNameOf('s3')(text) || /^(s3|https):\/\//.test(text),
  }),
  openly(failedStackLookup, {
    symptom: 'failed',
    round: 2,
    fits: (text) => !isText(text) && isOf('cloudformation')(text),
  }),
  openly(roleLookup, { symptom: 'denied', round: 2, fits: soundsLikeRole }),
  openly(denialLookup, { symptom: 'denied', round: 2, fits: isText }),
  openly(loadBalancerLookup, { symptom: '502', round: 3, fits: isNameOf('elasticloadbalancing') }),
  openly(rulesOnBusLookup, { symptom: 'no-event', round: 3, fits: isOf('events') }),
  openly(eventRuleLookup, { symptom: 'no-event', round: 3 }),
  openly(queueLookup, { symptom: 'stuck', round: 3 }),
  openly(roleLookup, { symptom: 'denied', round: 3, fits: (text) => isName(text) && !soundsLikeRole(text) }),
  openly(failedStackLookup, { symptom: 'failed', round: 3, fits: isText }),
  openly(stackLookup, { symptom: '502', round: 3 }),
  openly(tagLookup, { symptom: '502', round: 3 }),
  openly(goneStackLookup, {
    symptom: 'failed',
    round: 3,
    fits: (text) => !isText(text) && isOf('cloudformation')(text),
  }),
  ...[
    openly(functionNames, { symptom: 'errors', round: 4 }),
    openly(tableNames, { symptom: 'throttled', round: 4 }),
    openly(queueNames, { symptom: 'stuck', round: 4 }),
    openly(eventRuleNames, { symptom: 'no-event', round: 4 }),
    openly(roleNames, { symptom: 'denied', round: 4 }),
  ].map((lookup): Lookup => ({ ...lookup, fits: (name, symptom) => !isText(name) && lookup.fits(name, symptom) })),
]
