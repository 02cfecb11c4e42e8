import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a shell made of the commands of one fix. */
export interface Pasted {
  readonly cli: string
  /** Each call of `aws`, as the words that it received. */
  readonly calls: readonly (readonly string[])[]
  /** What the shell complained of. */
  readonly errors: string
}

/** Stand-ins that write down what they are called with, and answer something that is no error. */
const standIns = `
aws() { { printf '%s\\0' "$@"; printf '\\036\\0'; } >> calls; echo 7; }
jq() { printf '{}'; }
curl() { :; }
`
const end = '\u001e'

/**
 * Pastes fixes into one bash, each into a shell of its own with an empty home and no AWS behind it.
 *
 * What has to be chosen is taken as chosen: `NAME=` becomes `NAME=7`.
 */
export function paste(fixes: readonly string[]): Pasted[] {
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-fixes-'))
  try {
    const script = fixes.map((cli, at) => {
      const chosen = cli.replaceAll(/^([A-Z][A-Z0-9_]*)=$/gm, '$1=7')
      writeFileSync(join(folder, `fix-${at}.sh`), `${standIns}\n${chosen}\n`)
      return `mkdir ${at} && (cd ${at} && : > calls && set -u && . ../fix-${at}.sh > /dev/null 2> errors)`
    })
    execFileSync('bash', ['-c', `${script.join('\n')}\ntrue`], { cwd: folder, stdio: 'pipe' })
    return fixes.map((cli, at) => ({
      cli,
      calls: callsIn(readFileSync(join(folder, String(at), 'calls'), 'utf8')),
      errors: readFileSync(join(folder, String(at), 'errors'), 'utf8').trim(),
    }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function callsIn(text: string): string[][] {
  const calls: string[][] = []
  let call: string[] = []
  for (const word of text.split('\0').slice(0, -1)) {
    if (word !== end) call.push(word)
    else {
      calls.push(call)
      call = []
    }
  }
  return calls
}
