import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pasted } from './shell.ts'

/** `lambda add-permission` and the options it takes, as the AWS CLI's own help lists them. */
const known = new Map(
  Object.entries(JSON.parse(readFileSync(join(import.meta.dirname, 'aws-commands.json'), 'utf8')) as object).map(
    ([command, options]) => [command, new Set(String(options).split(' '))],
  ),
)

const global = [
  'region',
  'query',
  'output',
  'cli-input-json',
  'max-items',
  'starting-token',
  'page-size',
  'no-paginate',
]
/** Services that have no regions, and lists that hold every region's. */
const regionless = /^(?:iam|organizations|cloudfront|route53) |^s3api list-buckets$|^cloudtrail list-trails$/
/** What stands for something nobody put in, outside of `${NAME}` and `NAME=`. */
const placeholder =
  /<[a-z][\w -]*>|…|\.\.\.|\b(?:YOUR|MY)[_-]|\bexample\.com\b|\bxxx|\[redacted\]|\bundefined\b|\bNaN\b|\[object |(?<![${\w"'])\b(?:TEMPLATE|BUCKET|UNITS|SERVICE|RESOURCE|RESOURCE_ARN|PRINCIPAL_ARN|ACCOUNT_ID|REGION|DISTRIBUTION_ARN|SUBJECT|PROVIDER|PROVIDER_ARN|CHOSEN)\b(?!=)/

/** Every way in which the commands of a fix are not what a shell and the AWS CLI take. */
export function commandFaults({ cli, calls, errors }: Pasted): string[] {
  const held = placeholder.exec(withoutChoices(cli))?.[0]
  return [
    ...(held === undefined ? [] : [`a placeholder, “${held}”, in: ${cli}`]),
    ...(errors === '' ? [] : [`the shell says “${errors}” to: ${cli}`]),
    ...(/(?:^|\n)\s*#/.test(cli) ? [`a comment among the commands: ${cli}`] : []),
    ...calls.flatMap((words) => callFaults(words)),
  ]
}

/** Without the words of a choice, which say what has to be put in. */
function withoutChoices(cli: string): string {
  return cli.replaceAll(/:\?[^}]*\}/g, '}').replaceAll(/\$\{?[A-Z][A-Z0-9_]*\}?|\bfor [A-Z]+ in\b/g, '')
}

function callFaults(words: readonly string[]): string[] {
  const isWait = words[1] === 'wait'
  const command = words.slice(0, isWait ? 3 : 2).join(' ')
  const options = known.get(command)
  if (options === undefined)
    return [
      `“aws ${command}” is not in test/fixes/aws-commands.json: add it with the options of \`aws ${command} help\``,
    ]
  const named = words.filter((word) => /^--[a-z]/.test(word)).map((word) => word.slice(2))
  const region = words[words.indexOf('--region') + 1] ?? ''
  return [
    ...named
      .filter((name) => !options.has(name) && !options.has(name.replace(/^no-/, '')) && !global.includes(name))
      .map((name) => `“aws ${command}” has no option --${name}`),
    ...(named.includes('region')
      ? /^(?:[a-z]{2}(?:-[a-z]+)+-\d|7)$/.test(region)
        ? []
        : [`“aws ${command}” has the region “${region}”`]
      : regionless.test(command)
        ? []
        : [`“aws ${command}” names no region`]),
    ...words
      .filter((word) => /^(?:\{|\[\{?)"/.test(word) && !isJson(word))
      .map((word) => `“aws ${command}” has what is no JSON: ${word}`),
    ...words
      .filter((word, at) => word === '' && words[at - 1] !== '--selection-pattern')
      .map(() => `“aws ${command}” has an empty word: ${words.join(' ')}`),
  ]
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
