import { AwsError } from '../wire/errors.ts'

/** The values a resource has for a filter's name; nothing for a name EC2 would not know. */
export type FilterValues = (name: string) => readonly string[] | undefined

interface Filter {
  readonly Name?: string | undefined
  readonly Values?: readonly string[] | undefined
}

/** Keeps what every filter allows: any of a filter's values, `*` and `?` as wildcards. */
export function filterBy<T>(
  items: readonly T[],
  filters: readonly Filter[] | undefined,
  valuesOf: (item: T) => FilterValues,
  tagsOf: (item: T) => Readonly<Record<string, string>> | undefined,
): T[] {
  return items.filter((item) =>
    (filters ?? []).every(({ Name = '', Values = [] }) => {
      const given = tagValues(Name, tagsOf(item)) ?? valuesOf(item)(Name)
      if (given === undefined)
        throw new AwsError('InvalidParameterValue', `The filter '${Name}' is invalid`, { status: 400 })
      return Values.some((wanted) => given.some((value) => wildcard(wanted).test(value)))
    }),
  )
}

/** Keeps the named ids; throws EC2's own error for one that does not exist. */
export function pickIds<T extends { readonly id: string }>(
  items: readonly T[],
  ids: readonly string[] | undefined,
  code: string,
  what: string,
): readonly T[] {
  if (ids === undefined || ids.length === 0) return items
  return ids.map((id) => {
    const found = items.find((item) => item.id === id)
    if (found === undefined) throw new AwsError(code, `The ${what} '${id}' does not exist`, { status: 400 })
    return found
  })
}

export function ec2Tags(tags: Readonly<Record<string, string>> | undefined): { Key: string; Value: string }[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }))
}

function tagValues(name: string, tags: Readonly<Record<string, string>> | undefined): readonly string[] | undefined {
  if (name === 'tag-key') return Object.keys(tags ?? {})
  if (!name.startsWith('tag:')) return undefined
  const value = tags?.[name.slice(4)]
  return value === undefined ? [] : [value]
}

function wildcard(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  )
}
