import type { EventRule } from '../../targets/target.ts'
import { shellWord } from '../command.ts'
import type { Statement } from '../statement.ts'
import { busOption } from './words.ts'

/**
 * Changes one thing of a rule. PutRule replaces the rule as a whole, so what is there goes along: pattern, schedule, state, description and role.
 *
 * `change` is jq on the rule as DescribeRule gives it; `options` are jq's own.
 */
export function rewriteRule(rule: EventRule, change: string, options = ''): string {
  return `aws events describe-rule --name ${shellWord(rule.id)}${busOption(rule)} --output json --region ${rule.region} | jq ${options === '' ? '' : `${options} `}'del(.Arn, .ManagedBy, .CreatedBy) | ${change}' > rule.json && aws events put-rule --cli-input-json file://rule.json --region ${rule.region}`
}

/** Changes the rule's targets, each of which PutTargets replaces as a whole. */
export function rewriteTargets(rule: EventRule, change: string, options = ''): string {
  const name = `--rule ${shellWord(rule.id)}${busOption(rule)}`
  return `aws events list-targets-by-rule ${name} --query Targets --output json --region ${rule.region} | jq ${options === '' ? '' : `${options} `}'${change}' > targets.json && aws events put-targets ${name} --targets file://targets.json --region ${rule.region}`
}

/** What lets EventBridge use a resource on behalf of this rule alone. */
export function letEvents(rule: EventRule, action: string, resource: string): Statement {
  return {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: action,
    Resource: resource,
    Condition: { ArnEquals: { 'aws:SourceArn': rule.arn } },
  }
}

/** The pattern with one more value for a field; nothing where the field is not a plain list of values at that place. */
export function widened(pattern: string, path: string, value: string): string | undefined {
  const whole = parsed(pattern)
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const parent = keys.reduce<unknown>((part, key) => (isObject(part) ? part[key] : undefined), whole)
  const wanted = parsed(value)
  if (!isObject(whole) || !isObject(parent) || typeof wanted !== 'string') return undefined
  const values = parent[last]
  if (!Array.isArray(values) || !values.every((each) => typeof each === 'string')) return undefined
  parent[last] = [...values, wanted]
  return JSON.stringify(whole)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
