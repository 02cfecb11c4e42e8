import { notice } from '../messages/notices.ts'
import { tell } from '../venue.ts'
import type { Click } from './buttons.ts'
import { actOn } from './door.ts'

/**
 * Keeps what a person says of the cause that stands above the pressed button. By now another cause may be named: their word is not
 * on that one.
 */
export async function judgeCause(click: Click, held: string, causeWas: 'right' | 'other'): Promise<void> {
  const { incident, door, venue } = click
  const sequence = Number(held.split(':')[1])
  const judged = (await door.records.timeline(incident.id, sequence - 1)).find((entry) => entry.sequence === sequence)
  const causeId = judged?.type === 'diagnosed' ? judged.outcome.cause?.id : undefined
  const named = incident.diagnosis.cause?.id
  if (causeId === undefined || causeId !== named) {
    const now = named === undefined ? 'No cause is named any more' : `By now the cause is said to be \`${named}\``
    return await tell(venue, notice(`${now}. Say in Resolve… on the card whether that was right.`))
  }
  const { isNew } = await actOn(click, { type: 'cause-judged', causeWas })
  if (!isNew) return
  const thanks =
    causeWas === 'right'
      ? 'Thank you: kept as right.'
      : 'Thank you: kept as wrong. What was it? Add a note… in the card’s ⋯ menu tells everybody.'
  await tell(venue, notice(thanks))
}
