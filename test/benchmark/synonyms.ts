import { playbook } from '../../src/playbook/index.ts'

const namesById = new Map<string, readonly string[]>()
for (const { id, aliases = [] } of playbook.causes) {
  const names = [id, ...aliases.map((alias) => alias.id)]
  for (const name of names) namesById.set(name, [...(namesById.get(name) ?? []), ...names])
}

/** All names that the playbook has for the cause of an id: `lambda-oom` is `apigw502-oom` behind an API. */
export function synonymsOf(id: string): readonly string[] {
  return namesById.get(id) ?? [id]
}
