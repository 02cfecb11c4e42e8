import { type ComponentProps, memo } from 'react'
import { type Block, Message } from 'slack-blocks-to-jsx'
import type { JsonObject } from '../json.ts'
import { slackDate } from './dates.ts'
import { Emoji } from './emoji.tsx'
import { nowOf } from './model.ts'
import { usePage } from './page-context.ts'
import { SafeLink } from './text.tsx'

type Hooks = NonNullable<ComponentProps<typeof Message>['hooks']>

const fixedHooks: Hooks = {
  link: ({ href, children }) => <SafeLink href={href}>{children}</SafeLink>,
  emoji: ({ name }) => <Emoji name={name} />,
}

/** Blocks that only show something, drawn by slack-blocks-to-jsx. */
export const Library = memo(function Library({ block }: { block: JsonObject }) {
  const { model, theme } = usePage()
  const data = {
    users: model.users.map((user) => ({ id: user.id, name: user.realName })),
    channels: model.channels.map((channel) => ({ id: channel.id, name: channel.name })),
    user_groups: model.usergroups.map((group) => ({ id: group.id, name: group.handle })),
  }
  const hooks: Hooks = {
    ...fixedHooks,
    date: ({ timestamp, format, fallback }) => slackDate(Number(timestamp), format, fallback, nowOf(model)),
  }
  // The server has checked the block already; the library's types are narrower than Slack's.
  const known = [block] as unknown as Block[]
  return (
    <Message blocks={known} logo="" name="" withoutWrapper theme={theme} data={data} hooks={hooks} className="blocks" />
  )
})
