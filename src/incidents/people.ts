const mostPeople = 40

/** The Slack users that a record or a timeline speaks of, by its fields: nothing typed is taken for one. */
export function peopleIn(value: unknown): string[] {
  const found = new Set<string>()
  const visit = (each: unknown, key: string): void => {
    if (typeof each === 'string') {
      if (/^(by|user|to|owner|author)$/.test(key) && /^[UW][A-Z0-9]{2,20}$/.test(each)) found.add(each)
    } else if (each !== null && typeof each === 'object')
      for (const [name, item] of Object.entries(each)) visit(item, name)
  }
  visit(value, '')
  return [...found].slice(0, mostPeople)
}
