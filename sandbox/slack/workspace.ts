import type { JsonObject } from './json.ts'
import { emptyPalette, type Palette } from './palette.ts'

export interface SlackUser {
  readonly id: string
  /** The handle, without `@`. */
  readonly name: string
  readonly realName: string
  readonly title?: string
  readonly isBot?: boolean
  /** A multi-channel guest. */
  readonly isRestricted?: boolean
  readonly deleted?: boolean
  /** IANA zone: `Europe/Berlin`. */
  readonly timeZone?: string
}

export interface SlackChannel {
  readonly id: string
  /** Without `#`; for a direct message, the other person's handle. */
  readonly name: string
  readonly topic?: string
  readonly isArchived?: boolean
  readonly isPrivate?: boolean
  /** Shared with another organisation through Slack Connect. */
  readonly isExtShared?: boolean
  /** Set on a direct message: the person on the other side from the app. */
  readonly directMessageWith?: string
  readonly members: readonly string[]
}

export interface SlackUsergroup {
  readonly id: string
  readonly handle: string
  readonly name: string
  readonly users: readonly string[]
}

/** A message in Slack's own shape, plus the channel it is in and who alone can see it. */
export interface SlackMessage {
  readonly type: 'message'
  readonly channel: string
  readonly ts: string
  readonly text: string
  readonly subtype?: string
  readonly user?: string
  readonly bot_id?: string
  readonly app_id?: string
  readonly username?: string
  readonly blocks?: readonly JsonObject[]
  readonly attachments?: readonly JsonObject[]
  readonly thread_ts?: string
  /** Shown in the channel as well as in the thread. */
  readonly reply_broadcast?: boolean
  readonly edited?: { readonly user: string; readonly ts: string }
  readonly reactions?: readonly { readonly name: string; readonly users: readonly string[]; readonly count: number }[]
  readonly files?: readonly SlackFile[]
  readonly metadata?: JsonObject
  /** The only person who sees it: an ephemeral message. */
  readonly ephemeral_to?: string
}

export interface SlackFile {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly mimetype: string
  readonly size: number
  readonly url_private: string
}

export interface SlackCanvas {
  readonly id: string
  readonly title: string
  readonly markdown: string
  readonly channel?: string
}

/** A view in the shape `views.open` answers with. */
export interface SlackView extends JsonObject {
  readonly id: string
  readonly type: 'modal' | 'home'
  readonly hash: string
  readonly blocks: readonly JsonObject[]
}

/** "Firstlook is looking at metrics…" under a thread. */
export interface AssistantStatus {
  readonly channel: string
  readonly thread_ts: string
  readonly status: string
  readonly loading_messages: readonly string[]
}

export interface SlackApp {
  readonly id: string
  readonly name: string
  readonly botId: string
  readonly botUserId: string
  readonly teamId: string
  readonly teamDomain: string
  readonly teamName: string
}

/** What happened in the workspace. `audience` names the only person who may learn of it. */
export type Change =
  | { readonly type: 'message'; readonly message: SlackMessage; readonly audience?: string }
  | { readonly type: 'message_deleted'; readonly channel: string; readonly ts: string; readonly audience?: string }
  | { readonly type: 'modals'; readonly views: readonly SlackView[]; readonly audience: string }
  | { readonly type: 'home'; readonly view: SlackView; readonly audience: string }
  | { readonly type: 'status'; readonly status: AssistantStatus; readonly audience?: never }
  | { readonly type: 'channel'; readonly channel: SlackChannel; readonly audience?: never }
  | { readonly type: 'canvas'; readonly canvas: SlackCanvas; readonly audience?: never }
  | { readonly type: 'palette'; readonly palette: Palette; readonly audience?: never }

/** One Web API call as it was answered, for tests that ask what the app did. */
export interface ApiCall {
  readonly method: string
  readonly arguments: JsonObject
  readonly at: number
  readonly status: number
  readonly error?: string
}

export interface Workspace {
  readonly app: SlackApp
  /** The address of this Slack, without a slash at the end. */
  url: string
  readonly users: Map<string, SlackUser>
  readonly channels: Map<string, SlackChannel>
  readonly usergroups: Map<string, SlackUsergroup>
  /** By channel, oldest first, ephemeral ones included. */
  readonly messages: Map<string, SlackMessage[]>
  /** Open modals by person, the visible one last. */
  readonly modals: Map<string, SlackView[]>
  readonly homes: Map<string, SlackView>
  readonly files: Map<string, { readonly file: SlackFile; content: Buffer | undefined; channel?: string }>
  readonly canvases: Map<string, SlackCanvas>
  readonly statuses: Map<string, AssistantStatus>
  readonly scheduled: Map<string, { readonly channel: string; readonly postAt: number; readonly text: string }>
  readonly calls: ApiCall[]
  palette: Palette
  /** Epoch milliseconds. */
  readonly now: () => number
  /** A message timestamp, later than every one given before. */
  readonly nextTs: () => string
  /** An id in Slack's form: the prefix and ten capitals or digits. */
  readonly nextId: (prefix: string) => string
  readonly publish: (change: Change) => void
  /** Answers with the function that ends the subscription. */
  readonly subscribe: (listener: (change: Change) => void) => () => void
}

export interface WorkspaceSeed {
  readonly appName: string
  readonly teamName: string
  readonly users: readonly SlackUser[]
  readonly channels: readonly SlackChannel[]
  readonly usergroups: readonly SlackUsergroup[]
  readonly now: () => number
}

/** Makes an empty workspace with the app installed and a direct message between it and each person. */
export function createWorkspace(seed: WorkspaceSeed): Workspace {
  const listeners = new Set<(change: Change) => void>()
  let lastMicroseconds = 0
  let lastId = 0
  const nextId = (prefix: string) => {
    lastId += 1
    return `${prefix}0${lastId.toString(36).toUpperCase().padStart(9, '0')}`
  }
  const app: SlackApp = {
    id: 'A0FIRSTLOOK',
    name: seed.appName,
    botId: 'B0FIRSTLOOK',
    botUserId: 'U0FIRSTLOOK',
    teamId: 'T0SANDBOX0',
    teamDomain: seed.teamName.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    teamName: seed.teamName,
  }
  const bot: SlackUser = { id: app.botUserId, name: app.name.toLowerCase(), realName: app.name, isBot: true }
  const people = seed.users.filter((user) => !user.isBot && !user.deleted)
  const directMessages = people.map((person): SlackChannel => {
    const id = person.id.replace(/^[UW]/, 'D')
    return { id, name: person.name, directMessageWith: person.id, members: [person.id, app.botUserId] }
  })
  return {
    app,
    url: '',
    users: new Map([...seed.users, bot].map((user) => [user.id, user])),
    channels: new Map([...seed.channels, ...directMessages].map((channel) => [channel.id, channel])),
    usergroups: new Map(seed.usergroups.map((group) => [group.id, group])),
    messages: new Map(),
    modals: new Map(),
    homes: new Map(),
    files: new Map(),
    canvases: new Map(),
    statuses: new Map(),
    scheduled: new Map(),
    calls: [],
    palette: emptyPalette,
    now: seed.now,
    nextTs() {
      lastMicroseconds = Math.max(seed.now() * 1000, lastMicroseconds + 1)
      return `${Math.floor(lastMicroseconds / 1_000_000)}.${String(lastMicroseconds % 1_000_000).padStart(6, '0')}`
    },
    nextId,
    publish(change) {
      for (const listener of [...listeners]) listener(change)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
