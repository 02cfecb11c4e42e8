import { type AnyProbe, actionsOf, probesOf } from '../../evidence/probe.ts'
import { nearMisses } from '../../intake/near-miss.ts'
import { verbOfSymptom } from '../../intake/verbs.ts'
import type { Advice, Cause, Fix } from '../../playbook/cause.ts'
import type { Playbook } from '../../playbook/playbook.ts'
import { entriesOn, type TeamEntries } from '../../playbook/team.ts'
import { nearest } from '../../targets/resolve/resolution.ts'
import { defineInformation, type InformationAnswer, type InformationContext } from './command.ts'
import { explanationPage } from './explain-page.ts'
import { placeholderOf } from './placeholder.ts'
import { refused } from './reading.ts'

/** One entry of the playbook, as `explain --json` prints it. */
export type Explanation =
  | {
      readonly kind: 'cause'
      readonly id: string
      /** The id that was asked, where it is another name of the cause. */
      readonly askedAs?: string
      readonly aliases: readonly string[]
      readonly cause: string
      /** Verbs that may name it. */
      readonly symptoms: readonly string[]
      /** What kind of thing it is judged on. */
      readonly judgedOn: string
      /** `memory`: never called proven. */
      readonly known: 'confirmed' | 'memory'
      readonly reads: readonly {
        readonly probe: string
        readonly actions: readonly string[]
        readonly isOptional: boolean
      }[]
      readonly actions: readonly string[]
      readonly lookAlikes: readonly LookAlike[]
      /** What it brings about nearer to the person who asks, and what may be behind it. */
      readonly leadsTo: readonly string[]
      readonly behindIt: readonly string[]
      /** With words in capitals for names. */
      readonly fix: Fix
      /** What the team has written down about it in `firstlook.config.ts`; absent when nothing. */
      readonly team?: TeamEntries
      readonly docs: string
    }
  | {
      readonly kind: 'advice'
      readonly id: string
      readonly cause: string
      readonly symptoms: readonly string[]
      readonly advice: string
      readonly why: string
      readonly docs: string
    }

/** A cause judged on the same evidence. */
export interface LookAlike {
  readonly id: string
  readonly cause: string
}

const mostLookAlikes = 5
const noEntries: TeamEntries = { notes: [], off: [] }
const mostEffects = 8

export const explain = defineInformation<Explanation>({
  name: 'explain',
  reads: [],
  lookups: [],
  answer,
  page: explanationPage,
})

async function answer({ request, playbook }: InformationContext): Promise<InformationAnswer<Explanation>> {
  const asked = request.name
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/[.,;:]+$/, '')
  const named = playbook.causes.filter(({ aliases = [] }) => aliases.some(({ id }) => id === asked))
  // Of several causes that go by one name the deepest is meant: the one that brings the others about.
  const deepest = named.find(({ leadsTo = [] }) => named.some(({ id }) => leadsTo.includes(id)))
  const cause = playbook.causes.find(({ id }) => id === asked) ?? deepest ?? named[0]
  if (cause !== undefined) return { kind: 'data', data: explanationOf(cause, asked, playbook) }
  const advice = playbook.advice.find(({ id }) => id === asked)
  if (advice !== undefined) return { kind: 'data', data: adviceOf(advice) }
  return unknown(request.name, asked, playbook)
}

function unknown(typed: string, asked: string, { causes, advice }: Playbook): InformationAnswer<never> {
  const ids = [
    ...causes.flatMap(({ id, aliases = [] }) => [id, ...aliases.map((alias) => alias.id)]),
    ...advice.map(({ id }) => id),
  ]
  const close = [...new Set([...nearMisses(asked, ids), ...nearest(asked, ids)])].slice(0, 3)
  const hint = close.length === 0 ? '' : ` Did you mean ${close.join(', ')}?`
  return refused(
    `The playbook has no cause “${typed}”.${hint} Every answer ends with the id of its cause; docs/playbook.md lists them all.`,
    'question',
    close,
  )
}

function explanationOf(cause: Cause, asked: string, playbook: Playbook): Explanation {
  const { id, aliases = [], needs, symptoms, leadsTo = [] } = cause
  const team =
    playbook.team === undefined ? noEntries : entriesOn(playbook.team, [id, ...aliases.map((alias) => alias.id)])
  return {
    kind: 'cause',
    id,
    ...(asked !== id && { askedAs: asked }),
    aliases: aliases.map((alias) => alias.id),
    cause: cause.cause,
    symptoms: symptoms.map(verbOfSymptom),
    judgedOn: cause.target,
    known: cause.known,
    reads: Object.values(needs).map((need) => {
      const probe: AnyProbe = 'optional' in need ? need.optional : need
      return { probe: probe.id, actions: actionsOf([probe]), isOptional: 'optional' in need }
    }),
    actions: actionsOf(probesOf(needs)),
    lookAlikes: lookAlikesOf(cause, playbook.causes),
    leadsTo: leadsTo.slice(0, mostEffects),
    behindIt: playbook.causes
      .filter((other) => other.leadsTo?.includes(id))
      .map((other) => other.id)
      .slice(0, mostEffects),
    fix: (cause.fix as (target: unknown) => Fix)(placeholderOf(cause.target)),
    docs: cause.docs,
    ...(team.notes.length + team.off.length > 0 && { team }),
  }
}

function adviceOf({ id, cause, symptoms, advice, why, docs }: Advice): Explanation {
  return { kind: 'advice', id, cause, symptoms: symptoms.map(verbOfSymptom), advice, why, docs }
}

/** Causes of the same symptom on the same kind of thing, those that share most of the evidence first. */
function lookAlikesOf(cause: Cause, causes: readonly Cause[]): LookAlike[] {
  const own = new Set(probesOf(cause.needs).map(({ id }) => id))
  return causes
    .filter((other) => other.id !== cause.id && other.target === cause.target)
    .filter((other) => other.symptoms.some((symptom) => cause.symptoms.includes(symptom)))
    .map((other) => {
      const theirs = new Set(probesOf(other.needs).map(({ id }) => id))
      const shared = [...theirs].filter((id) => own.has(id)).length
      return { other, share: shared / Math.max(1, own.size + theirs.size - shared) }
    })
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || (a.other.id < b.other.id ? -1 : 1))
    .slice(0, mostLookAlikes)
    .map(({ other }) => ({ id: other.id, cause: other.cause }))
}
