import type { ExecutionFailure } from '../../evidence/api-gateway/execution-failure.ts'
import type { ResponseShape } from '../../evidence/api-gateway/response-shape.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { Values } from '../../evidence/probe.ts'
import type { RestApiToFunction } from '../../targets/target.ts'
import { type CauseSpec, type Diagnosis, defineCause, type Fix, type JudgeContext } from '../cause.ts'
import { type Attributed, attribute, integratedAt, restEdgeNeeds, tied } from './edge.ts'
import { malformedByMetrics } from './malformed-by-metrics.ts'
import { counted } from './words.ts'

export type RestEdgeEvidence = Values<typeof restEdgeNeeds>
export type RestEdgeContext = JudgeContext<'rest-api-to-function', typeof restEdgeNeeds>

interface MalformedCause {
  readonly id: string
  readonly shapes: readonly ResponseShape[]
  /** Takes responses whose form no dump shows, too. */
  readonly isGeneric?: true
  readonly cause: string
  readonly fix: (edge: RestApiToFunction) => Fix
  readonly known: 'confirmed' | 'memory'
  /** What the function returned, in words: `null`. */
  readonly returned: (failure: ExecutionFailure) => string
}

/** A cause that shows as `Malformed Lambda proxy response`, told from its siblings by the form of what the function returned. */
export function malformedCause(spec: MalformedCause): CauseSpec<'rest-api-to-function', typeof restEdgeNeeds> {
  return defineCause({
    id: spec.id,
    target: 'rest-api-to-function',
    symptoms: ['502', '500'],
    cause: spec.cause,
    fix: spec.fix,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html',
    known: spec.known,
    needs: restEdgeNeeds,
    diagnose: (evidence, at) => judge(spec, evidence, at),
  })
}

function judge(spec: MalformedCause, evidence: RestEdgeEvidence, at: RestEdgeContext): Diagnosis {
  const isCalledWrongly = integratedAt(evidence, at.target).own?.routes.every(
    ({ integration }) => (integration?.httpMethod ?? 'POST') !== 'POST',
  )
  if (isCalledWrongly === true)
    return { clear: `${at.target.function.name} is never reached: its integration does not use POST.` }
  const found = attribute(evidence, at.target, ['malformed'], true)
  if (found === undefined) {
    const unlogged = malformedByMetrics(evidence, at)
    if (spec.isGeneric === true) return unlogged
    return typeof unlogged === 'object' && !('clear' in unlogged)
      ? { inconclusive: `No log shows what ${at.target.function.name} returned.` }
      : 'clear'
  }
  const own = ownOf(spec, found)
  if (own.length === 0) return { clear: 'The logged responses have another fault.' }
  const { api, function: fn } = at.target
  const shown =
    own.find((failure) => failure.returned !== undefined && spec.shapes.includes(failure.returned.shape)) ?? own.at(-1)
  if (shown === undefined) return 'clear'
  const routes = [
    ...new Set(
      own.flatMap((failure) =>
        failure.resourcePath === undefined ? [] : `${failure.method ?? ''} ${failure.resourcePath}`.trim(),
      ),
    ),
  ]
  const through = routes.length === 0 ? '' : ` on ${routes.slice(0, 3).join(', ')}`
  return {
    strength: found.isSure ? 'proven' : 'possible',
    summary: `${fn.name} returns ${spec.returned(shown)}, which API Gateway cannot turn into a response: ${counted(own.length, 'request')} to ${api.name}${through} ended in a 502.`,
    facts: [
      at.fact('log', 'Execution log', shown.message ?? 'Malformed Lambda proxy response', shown.at, shown.requestId),
      ...(shown.returned === undefined
        ? []
        : [at.fact('log', 'What the function returned', formWords(shown), shown.at, shown.requestId)]),
      at.fact('log', 'Malformed responses', `${own.length}`, own.at(-1)?.at, 'Malformed Lambda proxy response'),
      ...errorFacts(evidence, at, own),
    ],
    resource: fn,
    ...tied(own),
  }
}

/** Unread forms belong to the forms that were read, and to the generic cause only where none was. */
function ownOf({ shapes, isGeneric }: MalformedCause, { failures }: Attributed): readonly ExecutionFailure[] {
  const own = failures.filter(({ returned }) => returned !== undefined && shapes.includes(returned.shape))
  const readCount = failures.filter(({ returned }) => returned !== undefined && returned.shape !== 'well-formed').length
  const unread = failures.filter(({ returned }) => returned === undefined || returned.shape === 'well-formed')
  if (readCount === 0) return isGeneric === true ? unread : []
  const isOnlyForm = own.length === readCount
  return isOnlyForm ? [...own, ...unread].sort((a, b) => a.at - b.at) : own
}

function formWords({ returned }: ExecutionFailure): string {
  if (returned === undefined) return 'not logged'
  const { shape, fields, bodyKind, header } = returned
  const detail =
    bodyKind !== undefined
      ? `, body is ${/^[aeiou]/.test(bodyKind) ? 'an' : 'a'} ${bodyKind}`
      : header !== undefined
        ? `, header ${header} is no text`
        : ''
  return `${shape}${fields.length === 0 ? '' : ` with ${fields.join(', ')}`}${detail}`
}

function errorFacts(evidence: RestEdgeEvidence, at: RestEdgeContext, own: readonly ExecutionFailure[]) {
  const use = valueIfRead(evidence.uses)
  if (use === undefined || own.length === 0) return []
  const errors = Object.values(use)
    .find((each) => each.function.arn === at.target.function.arn)
    ?.errors.points.reduce((sum, point) => sum + point.value, 0)
  return errors === undefined
    ? []
    : [at.fact('uses', `Errors of ${at.target.function.id}`, `${errors}`, undefined, `Errors ${at.target.function.id}`)]
}
