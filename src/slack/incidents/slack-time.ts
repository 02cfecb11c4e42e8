import { utcWords } from '../../report/terminal.ts'

/** A moment in each reader's own time, UTC where Slack cannot tell. `ms` is epoch milliseconds. https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function slackTime(ms: number, format = '{date_short_pretty} {time}'): string {
  return `<!date^${Math.floor(ms / 1000)}^${format}|${utcWords(new Date(ms).toISOString())}>`
}
