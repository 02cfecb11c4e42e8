import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type SimulatedAws, startAws } from '../../sandbox/aws/server.ts'
import type { DeclaredWorld } from '../../sandbox/aws/world.ts'
import { handedIn } from './handed-in.ts'
import type { NamedIncident } from './run.ts'

/** Serves the account of one incident; its relative times count from now on. */
export function serveIncident({ incident }: NamedIncident, port = 0): Promise<SimulatedAws> {
  return startAws(incident.world as DeclaredWorld, { port })
}

/** What a tool needs in its environment to read that account, and the question it is asked. */
export function environmentOf({ incident }: NamedIncident, url: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIASIMULATED0000000',
    AWS_SECRET_ACCESS_KEY: 'simulated',
    QUESTION: incident.command,
  }
}

/** What became of asking a tool. */
export type Handed = { readonly isAnswer: true } | { readonly isAnswer: false; readonly why: string }

/** Runs a shell line against the account of an incident and keeps what it printed as the answer, `<folder>/<incident>.json`. */
export async function askTool(
  line: string,
  asked: NamedIncident,
  folder: string,
  timeoutSeconds: number,
): Promise<Handed> {
  const aws = await serveIncident(asked)
  try {
    const printed = await outputOf(line, environmentOf(asked, aws.url), timeoutSeconds)
    handedIn(JSON.parse(printed))
    const file = join(folder, `${asked.name}.json`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, printed)
    return { isAnswer: true }
  } catch (error) {
    return { isAnswer: false, why: error instanceof Error ? error.message : String(error) }
  } finally {
    await aws.close()
  }
}

function outputOf(line: string, environment: Record<string, string>, timeoutSeconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const tool = spawn('sh', ['-c', line], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: timeoutSeconds * 1000,
    })
    let printed = ''
    tool.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk
    })
    tool.on('error', reject)
    tool.on('close', (code, signal) => {
      if (signal !== null) reject(new Error(`it was stopped after ${timeoutSeconds} s`))
      else if (printed.trim() === '') reject(new Error(`it printed nothing and ended with ${code}`))
      else resolve(printed)
    })
  })
}
