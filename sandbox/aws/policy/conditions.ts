import type { Statement } from './document.ts'
import { contextValues, fillVariables, matchesWildcard } from './wildcard.ts'

export type Context = Readonly<Record<string, readonly string[]>>

type Compare = (given: string, wanted: string) => boolean

const compares: Readonly<Record<string, Compare>> = {
  StringEquals: (given, wanted) => given === wanted,
  StringEqualsIgnoreCase: (given, wanted) => given.toLowerCase() === wanted.toLowerCase(),
  StringLike: (given, wanted) => matchesWildcard(wanted, given),
  NumericEquals: (given, wanted) => Number(given) === Number(wanted),
  NumericLessThan: (given, wanted) => Number(given) < Number(wanted),
  NumericLessThanEquals: (given, wanted) => Number(given) <= Number(wanted),
  NumericGreaterThan: (given, wanted) => Number(given) > Number(wanted),
  NumericGreaterThanEquals: (given, wanted) => Number(given) >= Number(wanted),
  DateEquals: (given, wanted) => timeOf(given) === timeOf(wanted),
  DateLessThan: (given, wanted) => timeOf(given) < timeOf(wanted),
  DateLessThanEquals: (given, wanted) => timeOf(given) <= timeOf(wanted),
  DateGreaterThan: (given, wanted) => timeOf(given) > timeOf(wanted),
  DateGreaterThanEquals: (given, wanted) => timeOf(given) >= timeOf(wanted),
  Bool: (given, wanted) => given.toLowerCase() === wanted.toLowerCase(),
  BinaryEquals: (given, wanted) => given === wanted,
  IpAddress: (given, wanted) => isInCidr(given, wanted),
  ArnEquals: (given, wanted) => matchesArn(wanted, given),
  ArnLike: (given, wanted) => matchesArn(wanted, given),
}

const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
}

export interface ConditionResult {
  readonly isMet: boolean
  /** Keys that the statement asks for and the request does not have. */
  readonly missing: readonly string[]
}

/** Whether every operator and every key of a statement's conditions is met by the request. */
export function testConditions(conditions: Statement['conditions'], context: Context): ConditionResult {
  const missing: string[] = []
  let isMet = true
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, wanted] of Object.entries(keys)) {
      const given = contextValues(context, key)
      const base = operator.replace(/IfExists$/, '').replace(/^For(AnyValue|AllValues):/, '')
      if (given === undefined && base !== 'Null' && !operator.endsWith('IfExists')) missing.push(key)
      if (!testOperator(operator, wanted, given, context)) isMet = false
    }
  }
  return { isMet, missing }
}

function testOperator(
  operator: string,
  wanted: readonly string[],
  given: readonly string[] | undefined,
  context: Context,
): boolean {
  if (operator === 'Null') return wanted.some((value) => (value.toLowerCase() === 'true') === (given === undefined))
  const isIfExists = operator.endsWith('IfExists')
  const quantifier = /^For(AnyValue|AllValues):/.exec(operator)?.[1]
  const name = operator.replace(/IfExists$/, '').replace(/^For(AnyValue|AllValues):/, '')
  const isNegated = negations[name] !== undefined
  const compare = compares[negations[name] ?? name]
  if (compare === undefined) throw new Error(`The sandbox's policies know no condition operator ${operator}.`)
  if (given === undefined || given.length === 0)
    return isIfExists || quantifier === 'AllValues' || (isNegated && quantifier === undefined)
  const filled = wanted.map((value) => fillVariables(value, context)).filter((value) => value !== undefined)
  const test = (value: string): boolean => filled.some((want) => compare(value, want)) !== isNegated
  return quantifier === 'AllValues'
    ? given.every(test)
    : quantifier === 'AnyValue'
      ? given.some(test)
      : isNegated
        ? given.every(test)
        : given.some(test)
}

/** ARNs are compared part by part: a `*` does not cross a colon, except in the last part. */
function matchesArn(pattern: string, arn: string): boolean {
  const wanted = arnParts(pattern)
  const given = arnParts(arn)
  if (wanted.length !== 6 || given.length !== 6) return matchesWildcard(pattern, arn)
  return wanted.every((part, index) => matchesWildcard(part, given[index] ?? ''))
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':')
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')]
}

function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text)
}

function isInCidr(address: string, cidr: string): boolean {
  const [base = '', bits] = cidr.split('/')
  const width = address.includes(':') ? 128 : 32
  if (base.includes(':') !== address.includes(':')) return false
  const shift = BigInt(width - Number(bits ?? width))
  return bitsOf(address) >> shift === bitsOf(base) >> shift
}

function bitsOf(address: string): bigint {
  if (!address.includes(':')) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(Number(part)), 0n)
  const [head = '', tail = ''] = address.split('::')
  const front = head.split(':').filter((part) => part !== '')
  const back = tail.split(':').filter((part) => part !== '')
  const parts = [...front, ...Array.from({ length: 8 - front.length - back.length }, () => '0'), ...back]
  return parts.reduce((sum, part) => sum * 65_536n + BigInt(Number.parseInt(part, 16)), 0n)
}
