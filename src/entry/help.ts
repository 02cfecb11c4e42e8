import { availableVerbs, offeredVerbs, type Verb } from '../intake/verbs.ts'

/** Help for the terminal: the verbs, or one verb with what it reads and examples. */
export function helpText(verb?: Verb): string {
  if (verb !== undefined)
    return [
      `${verb.name}: ${verb.summary}.`,
      '',
      `  ${verb.usage.replace(' [private]', '')} [--json]`,
      '',
      'Reads:',
      ...verb.reads.map((line) => `  ${line}`),
      '',
      'For example:',
      ...verb.examples.map((line) => `  npm run firstlook -- ${line}`),
      '',
    ].join('\n')
  const offered = offeredVerbs(availableVerbs)
  const width = Math.max(...offered.map(({ name }) => name.length))
  return [
    'Firstlook takes the first look at an AWS incident: it reads, names the cause with its proof, and changes nothing.',
    '',
    ...offered.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    `  ${'alarm'.padEnd(width)}  Answer an EventBridge alarm event: alarm event.json, or alarm - for standard input`,
    '',
    'Add `in ACCOUNT`, `region REGION`, `last 30m`, `since 14:05`, `--json`. `help why-502` says what a verb reads.',
    'AWS credentials, profile, region and endpoint come from the environment, as for every AWS tool.',
    '',
  ].join('\n')
}
