import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'
import { send } from './http.ts'

interface PageFiles {
  readonly script: string
  readonly style: string
}

/** Nothing from outside, and no script that is not ours, whatever a message says. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const shell = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Firstlook sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<div id="page"><p class="starting" role="status">Opening the workspace…</p></div>
<script src="/page.js" defer></script>
</body>
</html>
`

let bundling: Promise<PageFiles> | undefined

/** Makes the page's bundle in memory; the second call and all later ones take what the first made. */
export function preparePage(): Promise<PageFiles> {
  bundling ??= bundlePage()
  return bundling
}

/** Serves the page at `/`, at every permalink and every canvas address. */
export async function respondWithPage(path: string, response: ServerResponse): Promise<void> {
  const safe = { 'content-security-policy': contentSecurityPolicy, 'x-content-type-options': 'nosniff' }
  if (path === '/page.js') {
    return send(response, 200, 'text/javascript; charset=utf-8', (await preparePage()).script, safe)
  }
  if (path === '/page.css') {
    return send(response, 200, 'text/css; charset=utf-8', (await preparePage()).style, safe)
  }
  if (path !== '/' && !/^\/(archives|docs)\//.test(path)) return send(response, 404, 'text/plain', 'not found')
  return send(response, 200, 'text/html; charset=utf-8', shell, safe)
}

async function bundlePage(): Promise<PageFiles> {
  const { build } = await import('esbuild')
  const result = await build({
    entryPoints: ['main.tsx', 'page.css'].map((name) => fileURLToPath(new URL(`./page/${name}`, import.meta.url))),
    bundle: true,
    write: false,
    outdir: 'out',
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
    plugins: [blocksWithoutIds],
  })
  const textOf = (suffix: string) => result.outputFiles.find((file) => file.path.endsWith(suffix))?.text ?? ''
  return { script: textOf('.js'), style: textOf('.css') }
}

/** slack-blocks-to-jsx gives every message one and the same element id and styles by it; a page has many messages. */
const blocksWithoutIds: Plugin = {
  name: 'blocks-without-ids',
  setup(build) {
    build.onLoad({ filter: /slack-blocks-to-jsx[\\/]dist[\\/](index\.mjs|style\.css)$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      if (path.endsWith('.css'))
        return { contents: source.replaceAll('#slack_blocks_to_jsx', '.blocks.blocks.blocks'), loader: 'css' }
      const withoutIds = source.replaceAll('id:"slack_blocks_to_jsx"', '"data-blocks":""')
      // It breaks log lines in the middle of words, by an inline style no rule can overrule.
      return { contents: withoutIds.replaceAll('wordBreak:"break-all"', 'overflowWrap:"anywhere"'), loader: 'js' }
    })
  },
}
