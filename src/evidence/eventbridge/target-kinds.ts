import { domainOf } from '../../aws/partition.ts'
import { type EventRule, type LambdaFunction, placeOf, type Queue, type RuleToTarget } from '../../targets/target.ts'

/** The function of a target's ARN, with its alias or version; undefined for anything else. */
export function functionOf(arn: string): LambdaFunction | undefined {
  const [, partition = 'aws', service, region = '', account = '', , name, qualifier] = arn.split(':')
  if (service !== 'lambda' || name === undefined || name === '') return undefined
  const isPlain = qualifier === undefined || qualifier === '$LATEST'
  return {
    kind: 'function',
    id: name,
    name: isPlain ? name : `${name}:${qualifier}`,
    arn: isPlain ? arn.replace(/:\$LATEST$/, '') : arn,
    account,
    region,
    partition,
    ...(isPlain ? {} : { qualifier }),
  }
}

/** The queue of an ARN, at SQS's own address; undefined for anything else. */
export function queueOfArn(arn: string): Queue | undefined {
  const [, partition = 'aws', service, region = '', account = '', name] = arn.split(':')
  if (service !== 'sqs' || name === undefined || name === '') return undefined
  return {
    kind: 'queue',
    id: name,
    name,
    arn,
    url: `https://sqs.${region}.${domainOf(partition)}/${account}/${name}`,
    account,
    region,
    partition,
  }
}

/** The way from a rule to a target that is neither function nor queue: a topic, a state machine, another bus. */
export function edgeToOther(rule: EventRule, arn: string): RuleToTarget {
  return {
    kind: 'rule-to-target',
    rule,
    targetArn: arn,
    id: `${rule.id}->${arn}`,
    arn: `${rule.arn}->${arn}`,
    name: `${rule.name} → ${arn.split(':').slice(5).join(':')}`,
    ...placeOf(rule),
  }
}

/** Whether a target lives where the rule does, so that it can be read with the same credentials. */
export function isBeside(rule: EventRule, arn: string): boolean {
  const [, , , region, account] = arn.split(':')
  return (account === rule.account || account === '') && (region === rule.region || region === '')
}
