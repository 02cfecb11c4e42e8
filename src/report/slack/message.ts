import type { KnownBlock } from '@slack/types'

/** What Slack is sent: blocks, and the text that notifications and screen readers use. */
export interface SlackMessage {
  readonly text: string
  readonly blocks: KnownBlock[]
}

/** Buttons and menus by what they do. The app listens for exactly these. */
export const actionIds = {
  recheck: 'report_recheck',
  fixSteps: 'report_fix_steps',
  showChecked: 'report_show_checked',
  more: 'report_more',
  share: 'report_share',
  chosen: 'choice_picked',
  runLine: 'run_line',
  helpVerb: 'help_verb',
} as const

/** Items of the card's ⋯ menu, each a prefix of its value. */
export const moreItems = { markdown: 'markdown', thread: 'thread' } as const
