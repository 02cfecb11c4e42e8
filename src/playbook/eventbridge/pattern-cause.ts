import type { FieldMismatch, MismatchKind } from '../../evidence/event-pattern/explain.ts'
import { impossibleFields } from '../../evidence/event-pattern/known-values.ts'
import { type Pattern, plainValues, readPattern } from '../../evidence/event-pattern/pattern.ts'
import { type RuleMetrics, ruleMetrics } from '../../evidence/eventbridge/metrics.ts'
import { type PatternTest, patternTest } from '../../evidence/eventbridge/pattern-test.ts'
import { type RuleSettings, ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { type SiblingRule, siblingRules } from '../../evidence/eventbridge/sibling-rules.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import type { EventRule } from '../../targets/target.ts'
import { type CauseSpec, defineCause, type Fix, type Strength } from '../cause.ts'
import { choose, shellWord } from '../command.ts'
import { flowOf } from './flow.ts'
import { rewriteRule, widened } from './rewrite.ts'
import { busOption, count } from './words.ts'

const needs = {
  rule: ruleSettings,
  test: optional(patternTest),
  metrics: optional(ruleMetrics),
  siblings: optional(siblingRules),
}

interface PatternEvidence {
  readonly rule: RuleSettings
  readonly test: Evidence<PatternTest>
  readonly metrics: Evidence<RuleMetrics>
  readonly siblings: Evidence<readonly SiblingRule[]>
}

/** What keeps events from a rule, before it is given a name. */
type Mismatch =
  | { readonly state: 'clear' | 'inconclusive'; readonly why: string }
  | {
      readonly state: 'found'
      readonly kind: MismatchKind
      readonly fields: readonly FieldMismatch[]
      readonly strength: Strength
      readonly basis: string
    }

/** One name for the reason a pattern does not match. */
export interface PatternCause {
  readonly id: string
  /** The slip this cause is about. */
  readonly kind: MismatchKind
  readonly cause: string
  readonly known?: 'confirmed' | 'memory'
  readonly docs: `https://${string}`
  readonly proper: string
  /** What is said when another slip, or none, is found. */
  readonly cleared: string
}

/** A cause among those that share one test of the pattern; only the one whose slip it is finds something. */
export function patternCause(spec: PatternCause): CauseSpec<'event-rule', typeof needs> {
  return defineCause({
    id: spec.id,
    target: 'event-rule',
    symptoms: ['no-event'],
    cause: spec.cause,
    fix: (rule): Fix => ({
      now: 'Change the pattern so that the field matches, and try it on the event before it goes live.',
      proper: spec.proper,
      prevent: 'Keep a sample event beside the rule and test the pattern on it with TestEventPattern in the build.',
      cli: choose(
        `aws events describe-rule --name ${shellWord(rule.id)}${busOption(rule)} --query EventPattern --output text --region ${rule.region}`,
        { PATTERN: 'the pattern that fits, as JSON on one line' },
        ({ PATTERN }) => rewriteRule(rule, '.EventPattern = $pattern', `--arg pattern ${PATTERN}`),
      ),
      iac: '`EventPattern` of `AWS::Events::Rule`; CDK: `eventPattern`; Terraform: `event_pattern = jsonencode(…)`.',
    }),
    docs: spec.docs,
    known: spec.known ?? 'confirmed',
    needs,
    diagnose(evidence, at) {
      const mismatch = mismatchOf(evidence, at.target)
      if (mismatch.state !== 'found')
        return mismatch.state === 'clear' ? { clear: mismatch.why } : { inconclusive: mismatch.why }
      if (mismatch.kind !== spec.kind) return { clear: spec.cleared }
      const [first] = mismatch.fields
      const more = mismatch.fields.length - 1
      const tested = evidence.test.status === 'ok' && evidence.test.value.state === 'tested'
      return {
        strength: mismatch.strength,
        standsAlone: true,
        summary: `The pattern of ${at.target.name} does not match${tested ? ' the event' : ''}: ${first?.why ?? 'EventBridge says so, though every field looks right'}${more > 0 ? ` ${count(more, 'more field')} fail too.` : ''}`,
        facts: [
          tested
            ? at.fact(
                'test',
                mismatch.basis,
                evidence.test.status === 'ok' && evidence.test.value.matches === false
                  ? 'no match'
                  : 'no match by Firstlook’s own reading',
                evidence.test.status === 'ok' ? evidence.test.value.at : undefined,
              )
            : at.fact('rule', mismatch.basis, first?.why ?? ''),
          ...mismatch.fields
            .slice(0, 5)
            .flatMap((field) =>
              field.wanted === ''
                ? []
                : [at.fact('rule', `\`${field.path}\``, `pattern ${field.wanted}; event ${field.given}`)],
            ),
        ],
        ...(first !== undefined && { fix: fixOf(at.target, evidence.rule.pattern, mismatch.fields, first) }),
      }
    },
  })
}

/** Where the event's value is known and the pattern lists plain values, the pattern that takes both; else what has to be written. */
function fixOf(
  rule: EventRule,
  pattern: string | undefined,
  fields: readonly FieldMismatch[],
  first: FieldMismatch,
): Fix {
  const isListed = fields.every(({ kind }) => kind === 'case' || kind === 'other')
  const wider = fields.reduce<string | undefined>(
    (rest, { path, given }) => (rest === undefined ? undefined : widened(rest, path, given)),
    isListed ? pattern : undefined,
  )
  if (wider === undefined)
    return {
      now: `Change the pattern, or what is sent, so that \`${first.path}\` fits, and try it on the event before it goes live.`,
    }
  return {
    now: `If this event is meant, let \`${first.path}\` accept ${first.given} as well.`,
    cli: rewriteRule(rule, '.EventPattern = $pattern', `--arg pattern ${shellWord(wider)}`),
  }
}

/** Judges the pattern once for all causes about it. */
export function mismatchOf({ rule, test, metrics, siblings }: PatternEvidence, target: EventRule): Mismatch {
  if (rule.pattern === undefined)
    return { state: 'clear', why: `${target.name} runs on a schedule and has no pattern.` }
  const pattern = readPattern(rule.pattern)
  if (pattern.fault !== undefined) {
    const { path, kind, why } = pattern.fault
    return {
      state: 'found',
      kind,
      fields: [{ path, kind, wanted: '', given: '', why }],
      strength: 'proven',
      basis: 'The pattern as stored is not valid',
    }
  }
  const flow = flowOf(valueIfRead(metrics))
  const tried = valueIfRead(test)
  if (tried?.state === 'unreadable') return { state: 'inconclusive', why: 'The pasted event is not JSON.' }
  if (tried?.state === 'tested') return tested(tried)
  if (flow?.hasFired === true)
    return { state: 'clear', why: `The pattern matched ${count(flow.fired, 'event')} in the window.` }
  const impossible = impossibleFields(pattern)
  if (impossible.length > 0)
    return {
      state: 'found',
      kind: commonKind(impossible),
      fields: impossible,
      strength: flow === undefined ? 'possible' : 'likely',
      basis: 'No event can match this field',
    }
  const sibling = valueIfRead(siblings)?.find((each) => each.matched > 0)
  if (sibling !== undefined && flow !== undefined && rule.state !== 'DISABLED') return besideSibling(pattern, sibling)
  return {
    state: 'inconclusive',
    why:
      tried === undefined
        ? 'The pattern could not be tried on an event.'
        : "No event was given to try the pattern on: paste one with event='{…}'.",
  }
}

function tested(test: PatternTest): Mismatch {
  if (test.matches === true)
    return {
      state: 'clear',
      why: `TestEventPattern says that the ${test.origin === 'cloudtrail' ? 'last event in CloudTrail' : 'pasted event'} matches.`,
    }
  const explained = test.explanation
  const all = explained === undefined || explained.outcome === 'match' ? [] : explained.fields
  const fields = all.filter((field) => !(test.filledIn ?? []).includes(field.path.split('.')[0] ?? ''))
  if (all.length > 0 && fields.length === 0)
    return {
      state: 'inconclusive',
      why: `The pasted event lacks ${all.map((field) => `\`${field.path}\``).join(', ')}, which the pattern asks for.`,
    }
  if (fields.length === 0 && test.matches !== false) return { state: 'clear', why: 'The event matches the pattern.' }
  return {
    state: 'found',
    kind: commonKind(fields),
    fields,
    strength: strengthOf(test, fields),
    basis:
      test.origin === 'cloudtrail'
        ? 'The last such call in CloudTrail'
        : test.matches === undefined && test.refusal === undefined
          ? 'The pasted event'
          : 'TestEventPattern on the pasted event',
  }
}

/** Every call of this name has the same in these fields. */
const sameInEveryCall = ['source', 'detail-type', 'detail.eventSource', 'detail.eventName', 'detail.eventType']

/** Whether the last call in CloudTrail is one the rule was meant for is not known, unless it fails by what all such calls share. */
function strengthOf(test: PatternTest, fields: readonly FieldMismatch[]): Strength {
  if (test.origin === 'cloudtrail')
    return fields.some((field) => sameInEveryCall.includes(field.path)) ? 'likely' : 'possible'
  return test.matches === false ? 'proven' : 'likely'
}

/** Events of the source do come, since another rule on the bus matches them: where the two patterns part is where this one fails. */
function besideSibling(pattern: Pattern, sibling: SiblingRule): Mismatch {
  const basis = `Rule ${sibling.rule} on the same bus matched ${count(sibling.matched, 'event')} of ${sibling.source}`
  const other = readPattern(sibling.pattern)
  const own = pattern.fault === undefined ? pattern.alternatives.flat() : []
  const slips = own.flatMap(({ path, matchers }): FieldMismatch[] => {
    const theirs = plainValues(other, path)
    const twin = theirs.find((each) =>
      matchers.some(
        (value) => typeof value === 'string' && value !== each && value.toLowerCase() === each.toLowerCase(),
      ),
    )
    if (twin === undefined || matchers.some((value) => theirs.some((each) => each === value))) return []
    const wanted = JSON.stringify(matchers)
    const why = `\`${path}\` is ${wanted} here and ${JSON.stringify(twin)} in the pattern of ${sibling.rule}, which matches: they differ in upper and lower case only.`
    return [{ path, kind: 'case', wanted, given: JSON.stringify(twin), why }]
  })
  if (slips.length > 0) return { state: 'found', kind: 'case', fields: slips, strength: 'likely', basis }
  const narrower = own.filter(
    ({ path, matchers }) => path !== 'source' && !sameValues(matchers, plainValues(other, path)),
  )
  const fields = narrower.map(({ path, matchers }): FieldMismatch => {
    const wanted = JSON.stringify(matchers)
    return {
      path,
      kind: 'other',
      wanted,
      given: 'not known',
      why: `events of ${sibling.source} reach the bus, and this rule also asks for \`${path}\` ${wanted}.`,
    }
  })
  return { state: 'found', kind: 'other', fields, strength: 'possible', basis }
}

function sameValues(matchers: readonly unknown[], values: readonly string[]): boolean {
  return matchers.length === values.length && values.every((each) => matchers.includes(each))
}

/** The slip that all fields share; several different ones are a plain mismatch. */
function commonKind(fields: readonly FieldMismatch[]): MismatchKind {
  const [first, ...rest] = new Set(fields.map((field) => field.kind))
  return first === undefined || rest.length > 0 ? 'other' : first
}
