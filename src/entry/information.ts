import type { Config } from '../config/config.ts'
import type { InformationName } from '../intake/information-verbs.ts'
import { availableVerbs } from '../intake/verbs.ts'
import { playbook } from '../playbook/index.ts'
import { withTeam } from '../playbook/with-team.ts'
import { accounts } from '../report/information/accounts.ts'
import { alarms } from '../report/information/alarms.ts'
import { changes } from '../report/information/changes.ts'
import type { Inform, InformationCommand } from '../report/information/command.ts'
import { explain } from '../report/information/explain.ts'
import { logs } from '../report/information/logs.ts'
import { makeInform } from '../report/information/make-inform.ts'
import { metrics } from '../report/information/metrics.ts'
import { whoami } from '../report/information/whoami.ts'
import { type AnsweringOptions, knownAccounts } from './answering.ts'

/** Every command that shows something, by its verb; the compiler asks for one for each row of words. */
const byName: { readonly [Name in InformationName]: InformationCommand } = {
  logs,
  metrics,
  changes,
  alarms,
  explain,
  accounts,
  whoami,
}

export const informationCommands: readonly InformationCommand[] = Object.values(byName)

/** The real way to what a command shows, as `answering` is for diagnoses. */
export function informing(config: Config, options: AnsweringOptions = {}): Inform {
  const { credentials, endpoint, sessions } = options
  return makeInform({
    commands: informationCommands,
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
  })
}
