import { WebAPIPlatformError, type WebClient } from '@slack/web-api'

/** Someone as Slack knows them. */
export interface Person {
  readonly isBot: boolean
  readonly isGuest: boolean
  /** Of another workspace, reached through a shared channel. */
  readonly isStranger: boolean
  readonly isDeactivated: boolean
  /** As the workspace shows them. */
  readonly name?: string
  /** The workspace they belong to. */
  readonly team?: string
}

/** What Slack tells of people and channels, kept for a short while. */
export interface Directory {
  /** Throws MissingScopeError, or what Slack answered. */
  readonly person: (client: WebClient, user: string) => Promise<Person>
  /** Whether people of another organisation are in a channel; undefined where the app cannot see it. */
  readonly isShared: (client: WebClient, channel: string) => Promise<boolean | undefined>
  readonly members: (client: WebClient, group: string) => Promise<ReadonlySet<string>>
}

/** Slack answers only with a scope that the app was not given. */
export class MissingScopeError extends Error {
  override readonly name = 'MissingScopeError'
  readonly scope: string
  constructor(scope: string) {
    super(`the Slack app lacks the scope ${scope}`)
    this.scope = scope
  }
}

/** Someone who leaves, or a channel that is shared, counts as before for so long at most. */
const freshMs = 5 * 60_000
/** While Slack does not answer, what it said last is good for longer: people need answers most when things break. */
const staleMs = 60 * 60_000
const most = 2_000

/** `clock` gives epoch milliseconds. */
export function makeDirectory(clock: () => number): Directory {
  const kept = new Map<string, { value: Promise<unknown>; at: number }>()

  async function remembered<T>(key: string, scope: string, look: () => Promise<T>): Promise<T> {
    const known = kept.get(key)
    if (known !== undefined && clock() - known.at < freshMs) return (await known.value) as T
    const entry = { value: look().catch((error: unknown) => Promise.reject(scoped(error, scope))), at: clock() }
    kept.set(key, entry)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    try {
      return await entry.value
    } catch (error) {
      kept.delete(key)
      const isRefusal = error instanceof WebAPIPlatformError || error instanceof MissingScopeError
      if (isRefusal || known === undefined || clock() - known.at > staleMs) throw error
      kept.set(key, { ...known, at: Math.max(known.at, clock() - freshMs + 10_000) })
      return (await known.value) as T
    }
  }

  const ownTeam = (client: WebClient) => remembered('team', '', async () => (await client.auth.test()).team_id)

  return {
    person: async (client, user) => {
      const [team, { user: found }] = await Promise.all([
        ownTeam(client),
        remembered(`user ${user}`, 'users:read', () => client.users.info({ user })),
      ])
      const isOfTeam =
        team === undefined || found?.team_id === team || found?.enterprise_user?.teams?.includes(team) === true
      const name = found?.real_name || found?.profile?.display_name || found?.name
      return {
        ...(name !== undefined && { name }),
        isBot: found?.is_bot === true || user === 'USLACKBOT',
        isGuest: found?.is_restricted === true || found?.is_ultra_restricted === true,
        isStranger: found === undefined || found.is_stranger === true || !isOfTeam,
        isDeactivated: found?.deleted === true,
        ...(found?.team_id !== undefined && { team: found.team_id }),
      }
    },
    isShared: async (client, channel) => {
      const scope = channel.startsWith('D') ? 'im:read' : 'channels:read'
      try {
        const { channel: found } = await remembered(`channel ${channel}`, scope, () =>
          client.conversations.info({ channel }),
        )
        return found?.is_ext_shared === true
      } catch (error) {
        const isUnseen = error instanceof WebAPIPlatformError && error.data.error === 'channel_not_found'
        if (isUnseen) return undefined
        throw error
      }
    },
    members: async (client, group) =>
      new Set(
        (
          await remembered(`group ${group}`, 'usergroups:read', () =>
            client.usergroups.users.list({ usergroup: group }),
          )
        ).users ?? [],
      ),
  }
}

function scoped(error: unknown, expected: string): unknown {
  if (!(error instanceof WebAPIPlatformError) || error.data.error !== 'missing_scope') return error
  const needed: unknown = Reflect.get(error.data, 'needed')
  return new MissingScopeError(typeof needed === 'string' && needed !== '' ? needed : expected)
}
