import { connect } from '../../accounts/connect.ts'
import { actionsOf, type IamAction } from '../../evidence/probe.ts'
import type { AskOptions } from '../ask.ts'
import { redact } from '../redact.ts'
import type { Inform, InformationCommand, InformationContext, Surroundings } from './command.ts'

export type InformOptions = Pick<
  AskOptions,
  | 'playbook'
  | 'accounts'
  | 'deadlineMs'
  | 'credentials'
  | 'endpoint'
  | 'sessions'
  | 'clock'
  | 'limits'
  | 'fallbackRegion'
> & {
  readonly commands: readonly InformationCommand[]
  /** Names of verbs that are wired. */
  readonly available: readonly string[]
  readonly incidentOf?: InformationContext['incidentOf']
  readonly surroundings?: Surroundings
}

/** The door every surface asks commands through. */
export function makeInform(options: InformOptions): Inform {
  return async (name, asked, asker, onProgress) => {
    const command = options.commands.find((each) => each.name === name)
    if (command === undefined) throw new Error(`no command is called ${name}`)
    const { clock, credentials, endpoint, sessions, limits, fallbackRegion } = options
    const allowed = asker.accounts
    const accounts =
      allowed === undefined ? options.accounts : options.accounts.filter((each) => allowed.includes(each.name))
    const signal = AbortSignal.timeout(options.deadlineMs)
    // What a person types is shown again: a secret in it must not be.
    const request = { ...asked, command: redact(asked.command) }
    return await command.run({
      request,
      asker,
      playbook: options.playbook,
      accounts,
      available: options.available,
      ...(options.incidentOf !== undefined && { incidentOf: options.incidentOf }),
      now: clock(),
      clock,
      ...(options.surroundings !== undefined && { surroundings: options.surroundings }),
      connect: async ({ account, region } = asked) => {
        // Whoever may ask about some accounts may ask about no other, nor about the one Firstlook runs in.
        if (allowed !== undefined && !accounts.some(({ name, id }) => name === account || id === account))
          return { refusal: outside(account, allowed), fault: 'question' }
        return await connect({
          known: accounts,
          signal,
          actions: commandActions(command),
          ...(account !== undefined && { account }),
          ...(region !== undefined && { region }),
          ...(credentials !== undefined && { credentials }),
          ...(endpoint !== undefined && { endpoint }),
          ...(sessions !== undefined && { sessions }),
          ...(limits !== undefined && { limits }),
          ...(fallbackRegion !== undefined && { fallbackRegion }),
          ...(asked.asker !== undefined && { asker: asked.asker }),
        })
      },
      onStep: (step) => onProgress?.({ ...step, causesDecided: 0, causesTotal: 0 }),
    })
  }
}

function outside(account: string | undefined, allowed: readonly string[]): string {
  if (allowed.length === 0)
    return 'No account may be asked about here. `accounts` in firstlook.config.ts and its `channels` say which may.'
  const known = allowed.map((name) => `\`${name}\``).join(', ')
  return account === undefined
    ? `Which account? These may be asked about here: ${known}.`
    : `\`${account}\` may not be asked about here. These may: ${known}.`
}

/** The IAM actions that a command may use, sorted. */
export function commandActions({ reads, lookups }: Pick<InformationCommand, 'reads' | 'lookups'>): IamAction[] {
  return [...new Set([...actionsOf(reads), ...lookups.flatMap(({ actions }) => actions)])].sort()
}
