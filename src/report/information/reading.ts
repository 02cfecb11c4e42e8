import type { Connection } from '../../accounts/connect.ts'
import type { AwsReader } from '../../aws/reader.ts'
import { type Gatherer, makeGatherer, type Reading } from '../../engine/gather.ts'
import type { Window } from '../../evidence/probe.ts'
import { resolveThing } from '../../targets/resolve/thing.ts'
import type { Target, TargetKind, TargetOf } from '../../targets/target.ts'
import type { Answer } from '../answer.ts'
import { bullet, type Line, text } from '../outline-lines.ts'
import { costWords, durationWords } from '../verdict-words.ts'
import type { InformationContext } from './command.ts'

/** Something that could not be read. */
export interface Gap {
  /** `logs:FilterLogEvents` */
  readonly action: string
  readonly error: string
}

const kindNames: Readonly<Partial<Record<TargetKind, string>>> = {
  'rest-api': 'REST API',
  'http-api': 'HTTP API',
  'websocket-api': 'WebSocket API',
  'event-rule': 'rule',
}

/** A kind as people say it. */
export function kindWords(kind: TargetKind): string {
  return kindNames[kind] ?? kind.replaceAll('-', ' ')
}

/** What reading took. */
export interface Took {
  readonly account: string
  readonly region: string
  readonly window: { readonly from: string; readonly to: string }
  readonly calls: number
  readonly usd: number
  readonly durationMs: number
}

/** Things of one name, as far as they may be looked at together; or what to say instead. */
export type Found<K extends TargetKind> =
  | {
      readonly kind: 'found'
      readonly targets: readonly [TargetOf<K>, ...TargetOf<K>[]]
      readonly notes: readonly string[]
    }
  | { readonly kind: 'none'; readonly nearMisses: readonly string[]; readonly gaps: readonly Gap[] }
  | Exclude<Answer, { kind: 'report' }>

/** Finds the thing of the request among some kinds. `stages` that are `together` are one thing, else they are a choice. */
export async function findThing<K extends TargetKind>(
  { request }: InformationContext,
  kinds: readonly K[],
  aws: AwsReader,
  stages: 'together' | 'one',
): Promise<Found<K>> {
  const { found, failed, nearMisses, notes } = await resolveThing(request.name, kinds, aws)
  const gaps = failed.map(({ actions, code, message }) => ({
    action: actions.join(', '),
    error: `${code}: ${message}`,
  }))
  const [first, ...others] = found
  if (first === undefined) return { kind: 'none', nearMisses, gaps }
  const identity = ({ kind, id }: Target): string => `${kind} ${id}`
  const isSame = others.every(({ target }) => identity(target) === identity(first.target))
  if (!isSame || (others.length > 0 && stages === 'one')) {
    const byHint = [...new Map(found.map((each) => [each.hint, each])).values()]
    return {
      kind: 'choice',
      sentence: isSame
        ? `“${request.name}” has ${byHint.length} stages. Which one?`
        : `“${request.name}” is the name of ${byHint.length} things here. Which one?`,
      options: byHint
        .slice(0, 20)
        .map(({ label, hint }) => ({ label, command: request.command.replace(request.name, () => hint) })),
    }
  }
  const unsure = gaps.map(({ action }) => `Whether something else has this name could not be looked up: ${action}.`)
  return {
    kind: 'found',
    targets: [first.target, ...others.map(({ target }) => target)] as [TargetOf<K>, ...TargetOf<K>[]],
    notes: [...notes, ...unsure],
  }
}

/** The sentence for a name that nothing has; what could not be looked up is never called absent. */
export function notFound(
  { request }: InformationContext,
  { nearMisses, gaps }: Extract<Found<never>, { kind: 'none' }>,
  aws: AwsReader,
  further = '',
): Exclude<Answer, { kind: 'report' }> {
  const where = `in account ${aws.account}, region ${aws.region}`
  if (gaps.length > 0) {
    const unread = gaps.map(({ action, error }) => `${action} (${error})`).join('; ')
    return refused(`“${request.name}” could not be looked up ${where}: ${unread}.`, 'access')
  }
  const hint = nearMisses.length > 0 ? ` Did you mean ${nearMisses.slice(0, 3).join(', ')}?` : ''
  return refused(
    `Nothing called “${request.name}” was found ${where}.${further}${hint} Check the name, or add \`region …\` or \`in ACCOUNT\`.`,
    'question',
    nearMisses,
  )
}

/** The sentence of a connection that did not come about. */
export function unconnected(
  connection: Extract<Connection, { refusal: string }>,
): Extract<Answer, { kind: 'refused' }> {
  return refused(connection.refusal, connection.fault)
}

export function refused(
  sentence: string,
  fault: 'question' | 'access',
  nearMisses: readonly string[] = [],
): Extract<Answer, { kind: 'refused' }> {
  return { kind: 'refused', sentence, nearMisses, fault }
}

/** Reads through probes, each once, and tells the progress. */
export function gatherIn({ now, onStep }: InformationContext, aws: AwsReader, window: Window): Gatherer {
  return makeGatherer({
    aws,
    window,
    now,
    onRead: ({ probe }) => {
      const { calls } = aws.ledger
      onStep({
        step: `read ${probe.id}`,
        readsStarted: calls.length,
        readsDone: calls.filter((call) => call.endedAt > 0).length,
      })
    },
  })
}

/** What these readings could not see. */
export function gapsOf(readings: Iterable<Reading>): Gap[] {
  const gaps = new Map<string, Gap>()
  for (const { probe, evidence } of readings) {
    if (evidence === undefined || evidence.status === 'ok' || evidence.status === 'absent') continue
    const action = evidence.action ?? probe.actions.join(', ')
    gaps.set(`${action} ${evidence.error}`, { action, error: evidence.error })
  }
  return [...gaps.values()]
}

export function gapLines(gaps: readonly Gap[]): Line[] {
  return gaps.map(({ action, error }) => bullet('Could not look: ', text(action, 'code'), ` ${error}`))
}

export function tookOf(aws: AwsReader, { now, clock, request }: InformationContext): Took {
  return {
    account: aws.account,
    region: aws.region,
    window: isoWindow(request.window),
    calls: aws.ledger.calls.length,
    usd: Math.round(aws.ledger.usd * 1e6) / 1e6,
    durationMs: clock() - now,
  }
}

export function isoWindow({ from, to }: Window): { readonly from: string; readonly to: string } {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}

/** `account 123456789012 · eu-west-1`, and `0.4 s · 3 reads · $0.0001`. */
export function footOf({ account, region, calls, usd, durationMs }: Took): string[] {
  const cost = usd > 0 ? ` · ${costWords(usd)}` : ''
  return [
    `account ${account} · ${region}`,
    `${durationWords(durationMs)} · ${calls} ${calls === 1 ? 'read' : 'reads'}${cost}`,
  ]
}
