import type { Config } from '../config/config.ts'
import type { Question } from '../intake/question.ts'

/** Whether a channel may ask a question, and about which account; or a sentence that says why not. */
export type Access =
  | { readonly question: Question; readonly refusal?: never }
  | { readonly refusal: string; readonly question?: never }

/**
 * Applies the channel's list of accounts. A question that names none is about the channel's first. Without any channel in
 * the configuration, every channel may ask about every account.
 */
export function accessOf(question: Question, channel: string, { channels, accounts }: Config): Access {
  if (Object.keys(channels).length === 0) return { question }
  const allowed = channels[channel]?.accounts ?? []
  const [first] = allowed
  if (first === undefined) {
    return {
      refusal:
        'This channel may not ask about any account. Ask in a channel that firstlook.config.ts lists, or have this one added there.',
    }
  }
  const { account } = question
  if (account === undefined) return { question: { ...question, account: first } }
  const name = Object.entries(accounts).find(([each, { id }]) => each === account || id === account)?.[0]
  if (name !== undefined && allowed.includes(name)) return { question }
  return {
    refusal: `This channel may not ask about \`${account.replaceAll('`', "'")}\`. It may ask about ${allowed.map((each) => `\`${each}\``).join(', ')}.`,
  }
}
