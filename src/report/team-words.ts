import { conclude } from '../engine/conclude.ts'
import type { Found, Investigation } from '../engine/outcome.ts'
import { reasonOff, type Team, type TeamWords, wordsOnCause, wordsOnResource } from '../playbook/team.ts'
import type { Symptom } from '../targets/symptom.ts'
import type { Target } from '../targets/target.ts'

/** The name a finding goes by, and its others. */
export type NamesOf = (found: Found) => { readonly id: string; readonly aliases: readonly string[] }

export interface Heeded {
  readonly investigation: Investigation
  /** Names of causes that would have been told, were they not switched off. */
  readonly offIds: readonly string[]
  /** A sentence for each of them, with the reason. */
  readonly notes: readonly string[]
}

/** Takes out what the team has switched off, and says of everything that would have been named that it was. */
export function withoutOff(
  investigation: Investigation,
  symptom: Symptom,
  namesOf: NamesOf,
  team: Team | undefined,
): Heeded {
  const reasons = new Map<Found, string>()
  for (const outcome of investigation.outcomes) {
    if (team === undefined || outcome.status !== 'found') continue
    const reason = reasonOff(team, [namesOf(outcome).id, outcome.cause.id], resourcesOf(outcome))
    if (reason !== undefined) reasons.set(outcome, reason)
  }
  if (reasons.size === 0) return { investigation, offIds: [], notes: [] }
  const { causes, earlier } = conclude(investigation, symptom)
  const told = [...causes, ...earlier]
    .flatMap(({ found, chain }) => [found, ...chain])
    .filter((each) => reasons.has(each))
  return {
    investigation: {
      ...investigation,
      outcomes: investigation.outcomes.filter((outcome) => outcome.status !== 'found' || !reasons.has(outcome)),
    },
    offIds: [...new Set(told.map((found) => namesOf(found).id))],
    notes: [
      ...new Set(
        told.map(
          (found) =>
            `Not named, because firstlook.config.ts switches ${namesOf(found).id} off (${trimmed(reasons.get(found) ?? '')}): ${found.finding.summary}`,
        ),
      ),
    ],
  }
}

/** What the team has written down about a cause that was found, on the resource to blame or one that was asked about. */
export function teamNotesOn(
  found: Found,
  names: ReturnType<NamesOf>,
  asked: readonly Target[],
  team: Team | undefined,
): readonly TeamWords[] {
  return team === undefined ? [] : wordsOnCause(team, [names.id, ...names.aliases], [...resourcesOf(found), ...asked])
}

/** What the team has written down about a resource, as sentences. */
export function teamSentencesOn(target: Target, team: Team | undefined): string[] {
  if (team === undefined) return []
  return wordsOnResource(team, target).map(
    ({ note, runbook }) =>
      `Your team on ${target.name}: ${[note, ...(runbook === undefined ? [] : [`Runbook: ${runbook}`])].filter((part) => part !== undefined).join(' ')}`,
  )
}

function resourcesOf({ finding, target }: Found): readonly Target[] {
  return finding.resource === undefined ? [target] : [finding.resource, target]
}

function trimmed(reason: string): string {
  return reason.replace(/\.$/, '')
}
