import { bullet, type Line, paragraph, text } from '../outline-lines.ts'
import type { Changes } from './changes.ts'
import type { Page } from './page.ts'
import { footOf, gapLines, kindWords } from './reading.ts'

const mostShown = 40

/** Who changed what, newest first, and what such a list cannot show. */
export function changesPage({ target, besides, changes, notes, gaps, took }: Changes): Page {
  const isBlind = gaps.some(({ action }) => action.startsWith('cloudtrail:'))
  const shown = changes.slice(0, mostShown)
  const others = besides.map(({ kind, name }) => `${kindWords(kind)} ${name}`)
  return {
    tone: isBlind ? 'unsure' : 'plain',
    title: `Changes to ${kindWords(target.kind)} ${target.name}`,
    lines: [
      paragraph(
        { kind: 'time', at: took.window.from },
        ' to ',
        { kind: 'time', at: took.window.to },
        others.length === 0 ? ', newest first' : `, newest first. Looked at besides: ${others.join(', ')}.`,
      ),
      ...shown.map(({ at, who, what, resource }) =>
        bullet(
          { kind: 'time', at },
          ' ',
          text(whoWords(who), 'strong'),
          `: ${what} on `,
          text(shortName(resource), 'code'),
        ),
      ),
      ...(changes.length > shown.length
        ? [bullet(`${changes.length - shown.length} older changes are left out.`)]
        : []),
      ...(changes.length === 0 ? [emptyLine(isBlind)] : []),
      ...notes.map((note) => bullet(note)),
      ...gapLines(gaps),
      paragraph(
        text(
          'CloudTrail lags by up to 15 minutes, keeps 90 days, and has no data events: invocations, items, messages and objects are not in it.',
          'quiet',
        ),
      ),
    ],
    foot: footOf(took),
  }
}

function emptyLine(isBlind: boolean): Line {
  return isBlind
    ? paragraph('Nothing is known of changes: the history could not be read.')
    : paragraph('No change is on record in this window.')
}

/** `Deploy/ci` of an assumed role, `anna` of a user; a name that is no ARN stays as it is. */
export function whoWords(who: string): string {
  const found = /:(?:assumed-role|user|federated-user|role)\/(.+)$/.exec(who)
  if (found?.[1] !== undefined) return found[1]
  return /^arn:[\w-]+:iam::\d{12}:root$/.test(who) ? 'the root user' : who
}

function shortName(resource: string): string {
  const parts = resource.split(':')
  if (!resource.startsWith('arn:')) return resource
  // A stack's ARN ends in a number that nobody knows it by.
  return (
    parts
      .slice(5)
      .join(':')
      .replace(/^(stack\/[^/]+)\/.*$/, '$1') || resource
  )
}
