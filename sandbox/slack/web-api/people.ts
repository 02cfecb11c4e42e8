import type { JsonObject } from '../json.ts'
import type { SlackUser, SlackUsergroup, Workspace } from '../workspace.ts'
import { limitOf, type Method, optional, page, required, userOf } from './arguments.ts'
import { refuse } from './refusal.ts'

function wireUser(workspace: Workspace, user: SlackUser): JsonObject {
  return {
    id: user.id,
    team_id: workspace.app.teamId,
    name: user.name,
    real_name: user.realName,
    deleted: Boolean(user.deleted),
    tz: user.timeZone ?? 'Etc/UTC',
    is_bot: Boolean(user.isBot),
    is_app_user: false,
    is_restricted: Boolean(user.isRestricted),
    is_ultra_restricted: false,
    is_stranger: false,
    is_admin: false,
    is_owner: false,
    profile: { real_name: user.realName, display_name: user.name, title: user.title ?? '', team: workspace.app.teamId },
  }
}

function wireGroup(group: SlackUsergroup, withUsers: boolean): JsonObject {
  const base = { id: group.id, handle: group.handle, name: group.name, user_count: group.users.length, date_delete: 0 }
  return withUsers ? { ...base, users: group.users } : base
}

const groupOf = (workspace: Workspace, id: string) => workspace.usergroups.get(id) ?? refuse('no_such_subteam')

const updateGroup: Method = (call) => {
  const group = groupOf(call.workspace, required(call, 'usergroup'))
  const users = required(call, 'users').split(',')
  if (!users.every((user) => call.workspace.users.has(user))) refuse('invalid_users')
  const next = { ...group, users }
  call.workspace.usergroups.set(group.id, next)
  return { usergroup: wireGroup(next, true) }
}

export const peopleMethods: Readonly<Record<string, Method>> = {
  'users.info': (call) => ({ user: wireUser(call.workspace, userOf(call)) }),
  'users.list': (call) => {
    const { items, nextCursor } = page(call, [...call.workspace.users.values()], limitOf(call, 200, 1000))
    return {
      members: items.map((user) => wireUser(call.workspace, user)),
      response_metadata: { next_cursor: nextCursor },
    }
  },
  'usergroups.list': (call) => ({
    usergroups: [...call.workspace.usergroups.values()].map((group) =>
      wireGroup(group, optional(call, 'include_users') === 'true' || call.arguments.include_users === true),
    ),
  }),
  'usergroups.users.list': (call) => ({ users: groupOf(call.workspace, required(call, 'usergroup')).users }),
  'usergroups.users.update': updateGroup,
}
