import type { Config } from '../config/config.ts'
import { incidentCommands } from '../incidents/information/index.ts'
import type { IncidentShelf } from '../incidents/information/shelf.ts'
import type { InformationName } from '../intake/information-verbs.ts'
import { availableVerbs } from '../intake/verbs.ts'
import { playbook } from '../playbook/index.ts'
import { withTeam } from '../playbook/with-team.ts'
import { accounts } from '../report/information/accounts.ts'
import { alarms } from '../report/information/alarms.ts'
import { changes } from '../report/information/changes.ts'
import type { AlarmIncident, Inform, InformationCommand, Surroundings } from '../report/information/command.ts'
import { doctorOf } from '../report/information/doctor.ts'
import { explain } from '../report/information/explain.ts'
import { logs } from '../report/information/logs.ts'
import { makeInform } from '../report/information/make-inform.ts'
import { metrics } from '../report/information/metrics.ts'
import { whoami } from '../report/information/whoami.ts'
import { mapStrings, redactionOf } from '../report/redact.ts'
import { lookups } from '../targets/resolve/index.ts'
import { type AnsweringOptions, knownAccounts } from './answering.ts'

/** Every command that shows something, by its verb; the compiler asks for one for each row of words. */
function byName(shelf: IncidentShelf | undefined): { readonly [Name in InformationName]: InformationCommand } {
  const shown = { logs, metrics, changes, alarms, explain, accounts, whoami, ...incidentCommands(shelf) }
  return { ...shown, doctor: doctorOf({ playbook, lookups, commands: Object.values(shown) }) }
}

/** All of them, as far as what they read in AWS and how they are asked: what Firstlook keeps itself is on no shelf here. */
export const informationCommands: readonly InformationCommand[] = Object.values(byName(undefined))

export interface InformingOptions extends AnsweringOptions {
  /** The incidents that are kept; without it their commands say where they are. */
  readonly shelf?: IncidentShelf
  /** What `doctor` can learn of the process it runs in. */
  readonly surroundings?: Surroundings
}

/** The real way to what a command shows, as `answering` is for diagnoses; redacted already. */
export function informing(config: Config, options: InformingOptions = {}): Inform {
  const { credentials, endpoint, sessions, shelf, surroundings } = options
  const safe = redactionOf(config.redaction)
  const inform = makeInform({
    commands: shelf === undefined ? informationCommands : Object.values(byName(shelf)),
    ...(shelf !== undefined && { incidentOf: (alarm) => openIncidentOf(alarm, shelf) }),
    playbook: withTeam(playbook, { ...config.playbook, thresholds: config.thresholds }),
    accounts: options.accounts ?? knownAccounts(config),
    deadlineMs: options.deadlineMs ?? config.limits.deadlineSeconds * 1000,
    limits: config.limits,
    ...(config.defaultRegion !== undefined && { fallbackRegion: config.defaultRegion }),
    clock: options.clock ?? Date.now,
    available: availableVerbs,
    ...(credentials !== undefined && { credentials }),
    ...(endpoint !== undefined && { endpoint }),
    ...(sessions !== undefined && { sessions }),
    ...(surroundings !== undefined && { surroundings }),
  })
  return async (...asked) => {
    const informed = await inform(...asked)
    return informed.kind === 'page' ? mapStrings(informed, safe) : informed
  }
}

async function openIncidentOf(
  alarm: Parameters<IncidentShelf['records']['holderOf']>[0],
  { records, permalink, nameOf }: IncidentShelf,
): Promise<AlarmIncident | undefined> {
  const incident = await records.holderOf(alarm)
  if (incident === undefined || incident.state === 'closed') return undefined
  const { id, state, owner: user } = incident
  const [link, name] = await Promise.all([permalink?.(id), user === undefined ? undefined : nameOf?.(user)])
  const owner = name ?? user
  return { id, state, ...(owner !== undefined && { owner }), ...(link !== undefined && { link }) }
}
