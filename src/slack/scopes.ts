/** What the bot may do in Slack, and why: the scopes of `manifest.yml`, as a test compares. */
export const botScopes: Readonly<Record<string, string>> = {
  'app_mentions:read': 'to be asked by a mention, which works inside threads where commands do not',
  'channels:history': 'to see what of an incident stands in a public channel already, before anything is posted again',
  'channels:read': 'to refuse public channels that are shared with another organisation',
  'chat:write': 'to answer, and to edit its own cards',
  commands: 'for /aws, the shortcut and the windows they open',
  'groups:history': 'as channels:history, for private channels',
  'groups:read': 'as channels:read, for private channels',
  'im:read': 'as channels:read, for direct messages',
  'mpim:read': 'as channels:read, for group messages',
  'reactions:read': 'to make a note of a message that somebody marks with 📝 in the thread of an incident',
  'usergroups:read': 'to know who is in a user group that firstlook.config.ts names',
  'usergroups:write': 'to put whoever is on call into the user group that a rotation names',
  'users:read': 'to refuse guests, bots and people of other workspaces',
}
