import type { OwnPlaybook } from '../src/playbook/own.ts'

/** Causes of your own, each in a file of its name beside this one; docs/own-playbook.md has an example. */
export const ownPlaybook: OwnPlaybook = {
  causes: [],
}
