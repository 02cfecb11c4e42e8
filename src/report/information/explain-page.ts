import type { TeamEntries } from '../../playbook/team.ts'
import { bullet, type Line, paragraph, type Span, text } from '../outline-lines.ts'
import type { Explanation } from './explain.ts'
import type { Page } from './page.ts'

/** What the playbook knows of a cause. */
export function explanationPage(explanation: Explanation): Page {
  return explanation.kind === 'advice' ? advicePage(explanation) : causePage(explanation)
}

function advicePage({ id, cause, symptoms, advice, why, docs }: Extract<Explanation, { kind: 'advice' }>): Page {
  return {
    tone: 'plain',
    title: id,
    lines: [
      paragraph(cause),
      paragraph(text('Shows as: ', 'strong'), ...codes(symptoms)),
      paragraph(text('No read can see it: ', 'strong'), why),
      paragraph(text('What to do: ', 'strong'), advice),
      paragraph(text('Read on: ', 'strong'), { kind: 'link', text: 'AWS documentation', url: docs }),
    ],
    foot: ['advice: given with an answer, never named as its cause'],
  }
}

function causePage(entry: Extract<Explanation, { kind: 'cause' }>): Page {
  const { id, askedAs, aliases, cause, symptoms, judgedOn, known, reads, actions, lookAlikes, fix, docs } = entry
  const others = aliases.filter((alias) => alias !== askedAs)
  const optional = reads.filter(({ isOptional }) => isOptional)
  return {
    tone: 'plain',
    title: askedAs === undefined ? id : `${askedAs}, which is ${id}`,
    lines: [
      paragraph(cause),
      ...teamLines(entry.team),
      paragraph(text('Shows as: ', 'strong'), ...codes(symptoms)),
      ...(others.length === 0 ? [] : [paragraph(text('Also called: ', 'strong'), ...codes(others))]),
      paragraph(
        text('Proved by: ', 'strong'),
        `the ${judgedOn.replaceAll('-', ' ')}, read by `,
        ...codes(reads.filter(({ isOptional }) => !isOptional).map(({ probe }) => probe)),
        ...(optional.length === 0 ? [] : [', and where it can be read ', ...codes(optional.map(({ probe }) => probe))]),
        '.',
      ),
      paragraph(
        text('Confidence: ', 'strong'),
        known === 'memory'
          ? 'likely at most; the pattern was not confirmed against AWS or its documents.'
          : 'proven only where the evidence leaves no other reading.',
      ),
      ...listed(
        'Looks like it, and is judged on the same evidence:',
        lookAlikes.map((each) => [text(each.id, 'code'), ` ${each.cause}`]),
      ),
      ...(entry.behindIt.length === 0
        ? []
        : [paragraph(text('May be behind it: ', 'strong'), ...codes(entry.behindIt))]),
      ...(entry.leadsTo.length === 0 ? [] : [paragraph(text('Brings about: ', 'strong'), ...codes(entry.leadsTo))]),
      ...fixLines(fix),
      paragraph(text('IAM actions: ', 'strong'), ...codes(actions)),
      paragraph(text('Read on: ', 'strong'), { kind: 'link', text: 'AWS documentation', url: docs }),
    ],
    foot: ['words in capitals stand for names'],
  }
}

/** Whatever the team has decided about it stands before what is general. */
function teamLines(team: TeamEntries | undefined): Line[] {
  if (team === undefined) return []
  return [
    ...team.off.map(({ resource, reason }) =>
      paragraph(text('Switched off in firstlook.config.ts', 'strong'), ...onResource(resource), `: ${reason}`),
    ),
    ...team.notes.map(({ resource, note, runbook }) =>
      paragraph(
        text('From your team', 'strong'),
        ...onResource(resource),
        ': ',
        ...(note === undefined ? [] : [note, ' ']),
        ...(runbook === undefined ? [] : [{ kind: 'link', text: 'Runbook', url: runbook } as const]),
      ),
    ),
  ]
}

function onResource(resource: string | undefined): (Span | string)[] {
  return resource === undefined ? [] : [' on ', text(resource, 'code')]
}

function fixLines({ now, proper, prevent, cli, iac }: Extract<Explanation, { kind: 'cause' }>['fix']): Line[] {
  return [
    ...(now === undefined ? [] : [paragraph(text('Fix now: ', 'strong'), now)]),
    ...(proper === undefined ? [] : [paragraph(text('Properly: ', 'strong'), proper)]),
    ...(prevent === undefined ? [] : [paragraph(text('Prevent it: ', 'strong'), prevent)]),
    ...[cli, iac].flatMap((code): Line[] => (code === undefined || code === '' ? [] : [{ kind: 'code', text: code }])),
  ]
}

function listed(heading: string, items: readonly (readonly (Span | string)[])[]): Line[] {
  return items.length === 0 ? [] : [paragraph(text(heading, 'strong')), ...items.map((item) => bullet(...item))]
}

function codes(words: readonly string[]): (Span | string)[] {
  return words.flatMap((word, index) => [...(index === 0 ? [] : [', ']), text(word, 'code')])
}
