import type { App } from '@slack/bolt'
import { answerLine, commandName } from '../answer.ts'
import { guarded } from '../guarded.ts'
import type { Parts } from '../parts.ts'

/** `/aws`: help, help on a verb, and every verb. */
export function listenToCommand(app: App, parts: Parts): void {
  app.command(commandName, async ({ ack, command, client, context, respond }) => {
    await ack()
    const venue = {
      client,
      channel: command.channel_id,
      user: command.user_id,
      isPrivate: false,
      respond,
      triggerId: command.trigger_id,
    }
    await guarded(venue, parts, context, (reference, here) => answerLine(command.text ?? '', here, parts, reference))
  })
}
