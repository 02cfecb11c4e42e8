import type { Playbook } from './playbook.ts'

/** What a team adds in its own `playbook/` folder; each list may be left out. */
export type OwnPlaybook = Partial<Pick<Playbook, 'causes' | 'signs' | 'hops' | 'changes' | 'advice'>>

/** Everything a team adds, with empty lists where it adds nothing. */
export function ownPart({ causes = [], signs = [], hops = [], changes = [], advice = [] }: OwnPlaybook) {
  return { causes, signs, hops, changes, advice }
}
