import type { Model } from './model.ts'

/** A line the composer offers while one types. */
export interface Suggestion {
  readonly label: string
  readonly detail: string
  /** What the whole text becomes when it is taken. */
  readonly text: string
}

const most = 8

/** What to offer for the text up to the cursor: commands, their verbs, people and channels. */
export function suggestionsFor(model: Model, text: string, cursor: number): Suggestion[] {
  const before = text.slice(0, cursor)
  const after = text.slice(cursor)
  if (/^\/\S*$/.test(before) && !isSendable(model, before)) return commandSuggestions(model, before)
  if (before.startsWith('/')) {
    const verbs = verbSuggestions(model, before)
    if (verbs.length > 0) return verbs
  }
  const word = /(?:^|\s)([@#])([\p{L}\d._-]*)$/u.exec(before)
  if (!word) return []
  const [, sign = '', typed = ''] = word
  const start = before.slice(0, before.length - typed.length - 1)
  return nameSuggestions(model, sign, typed.toLowerCase()).map(({ name, label, detail }) => ({
    label,
    detail,
    text: `${start}${sign}${name} ${after}`,
  }))
}

/** True for a command that means something as it stands, so that Enter sends it and takes no suggestion. */
export function isSendable(model: Model, text: string): boolean {
  return model.commands.some((one) => one.command === text.trim())
}

function commandSuggestions(model: Model, typed: string): Suggestion[] {
  return model.commands
    .filter((one) => one.command.startsWith(typed.toLowerCase()) && one.command !== typed)
    .map((one) => ({
      label: one.usageHint ? `${one.command} ${one.usageHint}` : one.command,
      detail: one.description,
      text: `${one.command} `,
    }))
}

function verbSuggestions(model: Model, before: string): Suggestion[] {
  const [word = '', typed = '', ...rest] = before.split(/\s+/)
  const command = model.commands.find((one) => one.command === word)
  if (!command?.verbs || rest.length > 0) return []
  const fitting = command.verbs.filter((one) => one.verb.includes(typed.toLowerCase()) && one.verb !== typed)
  // What begins as typed comes before what merely contains it.
  const ordered = fitting.sort((a, b) => Number(b.verb.startsWith(typed)) - Number(a.verb.startsWith(typed)))
  return ordered.slice(0, most).map((one) => ({
    label: one.usage ? `${word} ${one.verb} ${one.usage}` : `${word} ${one.verb}`,
    detail: one.description,
    text: `${word} ${one.verb} `,
  }))
}

function nameSuggestions(model: Model, sign: string, typed: string) {
  if (sign === '#') {
    return model.channels
      .filter((one) => !one.directMessageWith && one.name.startsWith(typed))
      .map((one) => ({ name: one.name, label: `#${one.name}`, detail: one.topic ?? '' }))
      .slice(0, most)
  }
  return model.users
    .filter((one) => one.name.startsWith(typed) || one.realName.toLowerCase().startsWith(typed))
    .sort((a, b) => Number(b.isBot === true) - Number(a.isBot === true))
    .map((one) => ({ name: one.name, label: one.realName, detail: one.isBot ? 'App' : (one.title ?? '') }))
    .slice(0, most)
}
