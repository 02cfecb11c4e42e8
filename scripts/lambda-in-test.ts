import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'

/** How one invocation ended. */
export type Ended =
  | { readonly kind: 'response'; readonly value: unknown }
  | { readonly kind: 'error'; readonly type: string; readonly message: string }

/** A function as Lambda runs it: a process of its own that asks the Runtime API for events and answers there. */
export interface LambdaInTest {
  readonly invoke: (event: object) => Promise<Ended>
  /** What the function wrote to its log. */
  readonly log: () => string
  readonly close: () => Promise<void>
}

export interface LambdaInTestOptions {
  /** A bundle's file. */
  readonly file: string
  readonly env: Readonly<Record<string, string>>
  /** Where requests over TLS go instead, whatever their host. */
  readonly networkUrl: string
  /** The `index.mjs` of AWS's own runtime client; a bootstrap of ours when left out. */
  readonly runtimeClient?: string
}

interface Invocation {
  readonly id: string
  readonly event: object
  readonly end: (ended: Ended) => void
}

/** Starts a function under a Runtime API on this machine. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export async function startLambda({
  file,
  env,
  networkUrl,
  runtimeClient,
}: LambdaInTestOptions): Promise<LambdaInTest> {
  const waiting: Invocation[] = []
  const running = new Map<string, Invocation>()
  let wake: (() => void) | undefined
  let count = 0
  let log = ''

  const next = async (): Promise<Invocation> => {
    for (;;) {
      const invocation = waiting.shift()
      if (invocation !== undefined) return invocation
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  const end = (id: string, ended: Ended): void => {
    running.get(id)?.end(ended)
    running.delete(id)
  }
  const api = createServer(async (request, response) => {
    const [, , , what, id = '', outcome] = request.url?.split('/') ?? []
    if (request.method === 'GET') {
      const invocation = await next()
      running.set(invocation.id, invocation)
      response
        .writeHead(200, {
          'content-type': 'application/json',
          'lambda-runtime-aws-request-id': invocation.id,
          'lambda-runtime-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
          'lambda-runtime-deadline-ms': String(Date.now() + 60_000),
          'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:firstlook',
        })
        .end(JSON.stringify(invocation.event))
      return
    }
    const body = await text(request)
    response.writeHead(202).end('{}')
    if (what === 'invocation' && outcome === 'response') return end(id, { kind: 'response', value: JSON.parse(body) })
    const { errorType = '', errorMessage = '' } = JSON.parse(body)
    const failed: Ended = { kind: 'error', type: errorType, message: errorMessage }
    if (what === 'invocation') return end(id, failed)
    for (const each of waiting.splice(0)) each.end(failed)
  })
  const port = await listening(api)
  const child = spawn(
    process.execPath,
    ['--require', join(import.meta.dirname, 'network-in-test.cjs'), ...bootstrap(runtimeClient)],
    {
      env: {
        PATH: process.env.PATH ?? '',
        AWS_REGION: 'eu-west-1',
        AWS_LAMBDA_FUNCTION_NAME: 'firstlook',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/firstlook',
        AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
        LAMBDA_TASK_ROOT: dirname(file),
        _HANDLER: 'index.handler',
        NETWORK_IN_TEST: networkUrl,
        ...(isNative(runtimeClient) ? {} : { AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true' }),
        ...env,
      },
      cwd: dirname(file),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()))
  child.on('exit', (code, signal) => {
    const failed: Ended = {
      kind: 'error',
      type: 'Runtime.ExitError',
      message: `exited with ${code ?? signal}: ${log.slice(-2000)}`,
    }
    for (const each of [...waiting.splice(0), ...running.values()]) each.end(failed)
  })
  return {
    invoke: (event) =>
      new Promise((resolve) => {
        count += 1
        waiting.push({ id: `request-${count}`, event, end: resolve })
        wake?.()
      }),
    log: () => log,
    close: async () => {
      await stopped(child)
      api.closeAllConnections()
      api.close()
    },
  }
}

function bootstrap(runtimeClient: string | undefined): string[] {
  if (runtimeClient === undefined) return [join(import.meta.dirname, 'bootstrap-in-test.cjs')]
  const standIn = isNative(runtimeClient) ? [] : ['--require', join(import.meta.dirname, 'rapid-client-in-test.cjs')]
  return [...standIn, runtimeClient, 'index.handler']
}

/** Whether AWS's client has its native part, which takes events and answers them through the Runtime API. */
export function isNative(runtimeClient: string | undefined): boolean {
  return runtimeClient !== undefined && existsSync(join(dirname(runtimeClient), 'rapid-client.node'))
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
