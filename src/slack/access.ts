import type { Asker } from '../aws/asker.ts'
import type { People } from '../config/access.ts'
import type { Config } from '../config/config.ts'
import { MissingScopeError } from './directory.ts'
import type { Parts } from './parts.ts'
import type { Venue } from './venue.ts'

/** What somebody wants to do. */
export interface Act {
  /** The verb, where it asks something: `why-cost`. */
  readonly verb?: string
  /** A name or id of an account that is read, or whose answers are shown. */
  readonly account?: string
  /** Changes how a channel is set. */
  readonly isSetting?: boolean
}

type Refused = { readonly refusal: string; readonly isPrivate?: never; readonly asker?: never }
type Permit = { readonly isPrivate: boolean; readonly asker: Asker; readonly refusal?: never }
type Where = Pick<Venue, 'client' | 'channel' | 'user'>
type Judge = Pick<Parts, 'config' | 'directory' | 'log'>

/**
 * Whether this person may do this in this channel; a refusal is logged here and is to be told to them alone. Every listener runs
 * inside `guarded`, which asks this first for the person and the channel; a listener that shows something of an account asks
 * again with that account, and one that asks something new calls `mayAsk`. The answer holds for whoever acts now, never for
 * whoever acted before.
 */
export async function mayAct(act: Act, venue: Where, parts: Judge): Promise<Permit | Refused> {
  const judged = await judge(act, venue, parts)
  if (judged.refusal === undefined) return judged
  const { user, channel } = venue
  parts.log.info('a request was refused', { why: judged.why, user, channel, ...act })
  return { refusal: judged.refusal }
}

/** Names of the accounts whose state this person may be shown here; undefined where none is configured. */
export async function accountsFor(venue: Where & Pick<Venue, 'isPrivate'>, parts: Judge) {
  const { config } = parts
  if (Object.keys(config.accounts).length === 0) return undefined
  const names = accountsIn(venue.channel, config) ?? Object.keys(config.accounts)
  const judged = await Promise.all(names.map((account) => judge({ account }, venue, parts)))
  return names.filter((_, index) => {
    const verdict = judged[index]
    return verdict?.refusal === undefined && (venue.isPrivate || verdict?.isPrivate === false)
  })
}

async function judge(act: Act, venue: Where, parts: Judge): Promise<Permit | (Refused & { readonly why: string })> {
  const { config } = parts
  const refused = (why: string, refusal: string) => ({ why, refusal })
  try {
    const team = await judgePerson(venue, parts)
    if ('why' in team) return refused(team.why, team.refusal)
    const name = act.account === undefined ? undefined : nameOf(act.account, config)
    const barred = barredAccount(act.account, name, venue.channel, config)
    if (barred !== undefined) return refused('account', barred)
    const account = name === undefined ? undefined : config.accounts[name]
    const isCostly = act.verb !== undefined && config.access.costly.verbs.includes(act.verb)
    const rules: readonly (readonly [People | undefined, string])[] = [
      [config.access.people, 'You are not among those who may ask Firstlook: `access.people`'],
      [config.channels[venue.channel]?.people, 'You are not among those who may ask in this channel: its `people`'],
      [account?.people, `You are not among those who may ask about \`${name}\`: \`accounts.${name}.people\``],
      [
        isCostly ? config.access.costly.people : undefined,
        `\`${act.verb}\` costs money each time, and you are not among those who may ask it: \`access.costly.people\``,
      ],
      [
        act.isSetting === true ? config.access.settings.people : undefined,
        'You are not among those who may change how channels are set: `access.settings.people`',
      ],
    ]
    for (const [people, sentence] of rules)
      if (people !== undefined && !(await isAmong(people, venue, parts)))
        return refused('people', `${sentence} in firstlook.config.ts says who may.`)
    return { isPrivate: account?.private === true, asker: { user: venue.user, channel: venue.channel, ...team } }
  } catch (error) {
    if (!(error instanceof MissingScopeError)) throw error
    return refused(
      `scope ${error.scope}`,
      `I may not look up who asks and where, so I cannot answer: the Slack app lacks the scope \`${error.scope}\`. Whoever manages the app adds it under OAuth & Permissions and installs the app again.`,
    )
  }
}

/** What is asked, as far as it matters who may ask it. */
interface Asked {
  readonly account?: string
}
type Allowed<Q> =
  | { readonly question: Q & { readonly asker: Asker }; readonly isPrivate: boolean; readonly refusal?: never }
  | { readonly refusal: string; readonly question?: never; readonly isPrivate?: never }

/** Whether this person may ask this here: the question with its account filled in and the asker named, or a sentence. */
export async function mayAsk<Q extends Asked>(asked: Q, verb: string, venue: Where, parts: Judge): Promise<Allowed<Q>> {
  const chosen = asked.account ?? defaultAccount(venue.channel, parts.config)
  if (typeof chosen === 'object') {
    const { refusal } = await mayAct({ verb }, venue, parts)
    return { refusal: refusal ?? chosen.refusal }
  }
  const act = { verb, ...(chosen !== undefined && { account: chosen }) }
  const { refusal, isPrivate, asker } = await mayAct(act, venue, parts)
  if (asker === undefined) return { refusal }
  const question = { ...asked, ...(chosen !== undefined && { account: chosen }), asker: { ...asker, incident: verb } }
  return { question, isPrivate }
}

/**
 * Whether events of an account are taken at all: once accounts are configured, of those alone. The bus is open to the whole
 * organisation, and an account that nobody chose to watch could otherwise write into a channel by the names of its alarms.
 */
export function isWatched(account: string, config: Config): boolean {
  return Object.keys(config.accounts).length === 0 || nameOf(account, config) !== undefined
}

/** Whether what happens in an account may be shown to everybody in a channel; for what nobody asked, such as alarms. */
export function mayShow(account: string, channel: string, config: Config): boolean {
  const name = nameOf(account, config)
  const isHidden = name !== undefined && config.accounts[name]?.private === true
  return !isHidden && barredAccount(account, name, channel, config) === undefined
}

/** The workspace of a person who may be answered in this channel at all, or why not. */
async function judgePerson(
  { client, user, channel }: Where,
  { directory }: Judge,
): Promise<{ readonly team?: string } | { readonly why: string; readonly refusal: string }> {
  // A button in App Home stands in no channel.
  const [person, isShared] = await Promise.all([
    directory.person(client, user),
    channel === '' ? false : directory.isShared(client, channel),
  ])
  if (person.isBot) return { why: 'bot', refusal: 'Bots may not ask Firstlook; a person has to.' }
  if (person.isDeactivated) return { why: 'deactivated', refusal: 'This account of the workspace is deactivated.' }
  if (person.isGuest)
    return { why: 'guest', refusal: 'Guests of the workspace may not ask Firstlook. Ask a member to look for you.' }
  if (person.isStranger)
    return { why: 'stranger', refusal: 'Only people of this workspace may ask Firstlook; you belong to another one.' }
  if (isShared === undefined)
    return {
      why: 'unseen channel',
      refusal: 'I cannot see who is in this conversation. Invite me with `/invite`, or ask in a channel I am in.',
    }
  if (isShared)
    return {
      why: 'shared channel',
      refusal:
        'This channel is shared with another organisation, so I show nothing here. Ask in a channel of your own.',
    }
  return person.team === undefined ? {} : { team: person.team }
}

async function isAmong({ users, groups }: People, { client, user }: Where, { directory }: Judge): Promise<boolean> {
  if (users.includes(user)) return true
  const memberships = await Promise.all(groups.map((group) => directory.members(client, group)))
  return memberships.some((members) => members.has(user))
}

function nameOf(account: string, { accounts }: Config): string | undefined {
  return Object.entries(accounts).find(([name, { id }]) => name === account || id === account)?.[0]
}

/** Names of the accounts a channel may ask about; undefined where channels are not configured, which allows all. */
function accountsIn(channel: string, { channels }: Config): readonly string[] | undefined {
  return Object.keys(channels).length === 0 ? undefined : (channels[channel]?.accounts ?? [])
}

function barredAccount(
  account: string | undefined,
  name: string | undefined,
  channel: string,
  config: Config,
): string | undefined {
  const allowed = accountsIn(channel, config)
  if (account === undefined || allowed === undefined || (name !== undefined && allowed.includes(name))) return undefined
  return allowed.length === 0
    ? nowhere
    : `This channel may not ask about \`${account}\`. It may ask about ${listed(allowed)}.`
}

const nowhere =
  'This channel may not ask about any account. An operator of Firstlook adds it to `channels` in its configuration.'

/** The account of a question that names none: the channel's first, or the only one there is. */
function defaultAccount(channel: string, config: Config): string | undefined | { readonly refusal: string } {
  const allowed = accountsIn(channel, config)
  if (allowed !== undefined) return allowed[0] ?? { refusal: nowhere }
  const [only, ...others] = Object.keys(config.accounts)
  if (others.length === 0) return only
  return {
    refusal: `Which account? Add \`in ${only}\` to the question; known are ${listed(Object.keys(config.accounts))}.`,
  }
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}
