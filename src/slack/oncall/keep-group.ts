import type { WebClient } from '@slack/web-api'

/** Makes a person the only member of a user group; a group that is so already is left alone. */
export async function keepGroup(client: WebClient, usergroup: string, user: string): Promise<void> {
  const { users = [] } = await client.usergroups.users.list({ usergroup })
  if (users.length === 1 && users[0] === user) return
  await client.usergroups.users.update({ usergroup, users: user })
}
