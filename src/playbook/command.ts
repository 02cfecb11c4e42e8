import { shellWord } from '../evidence/cloudwatch/metrics.ts'

export { shellWord }

/**
 * The read that lists what there is to choose from, an empty variable for each choice, then the change; one command a line.
 *
 * The change stops with the words of a choice while its variable is empty, so that pasting all of it at once changes nothing.
 */
export function choose<const V extends Readonly<Record<string, string>>>(
  list: string,
  choices: V,
  change: (chosen: { readonly [K in keyof V]: string }) => string,
): string {
  const names = Object.keys(choices) as (keyof V & string)[]
  const chosen = Object.fromEntries(
    names.map((name) => [name, `"\${${name}:?${(choices[name] ?? '').replaceAll(/["$`\\}!]/g, '')}}"`]),
  ) as { readonly [K in keyof V]: string }
  return [list, ...names.map((name) => `${name}=`), change(chosen)].join('\n')
}
