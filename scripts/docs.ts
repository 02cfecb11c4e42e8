import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandsPage } from './docs/commands.ts'
import { costsPage } from './docs/costs.ts'
import { permissionsPage } from './docs/permissions.ts'
import { playbookPage } from './docs/playbook.ts'

const pages: Readonly<Record<string, () => string>> = {
  'docs/commands.md': commandsPage,
  'docs/costs.md': costsPage,
  'docs/permissions.md': permissionsPage,
  'docs/playbook.md': playbookPage,
}

/** Pages that are not what the code says. */
export function stalePages(root: string): string[] {
  return Object.entries(pages).flatMap(([path, page]) => (readOr(join(root, path)) === page() ? [] : [path]))
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..')
  if (process.argv.includes('--check')) {
    const stale = stalePages(root)
    for (const path of stale) {
      const fresh = join(mkdtempSync(join(tmpdir(), 'firstlook-docs-')), 'fresh.md')
      writeFileSync(fresh, pages[path]?.() ?? '')
      process.stderr.write(`${path} is not what the code says. Run \`npm run docs\`.\n`)
      try {
        execFileSync('diff', [join(root, path), fresh], { stdio: ['ignore', 2, 2] })
      } catch {
        // diff says with its exit code that the files differ, which is known.
      }
    }
    process.exitCode = stale.length === 0 ? 0 : 1
  } else for (const [path, page] of Object.entries(pages)) writeFileSync(join(root, path), page())
}
