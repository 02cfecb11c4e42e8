import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** A page under `docs/`, with a line break at its end. */
export function pageOf(name: string): string {
  return readFileSync(join(root, 'docs', name), 'utf8')
}

/** The code blocks of a language. */
export function blocksOf(page: string, language: string): string[] {
  return [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, marked, body = '']) =>
    marked === language ? [body] : [],
  )
}

/** The targets of links inside the repository, as paths from `docs/` with their fragments. */
export function ownLinks(page: string): string[] {
  return [...page.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target = '']) => target)
}

/** The fragments of a page's headings, as GitHub makes them. */
export function headingsOf(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
