import { spawn } from 'node:child_process'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** What the process in the network namespace is told, as its only argument. */
export interface Isolated {
  readonly binary: string
  readonly configFile: string
  /** Where local-slack listens, in the namespace only. */
  readonly port: number
  /** The app's port outside, and so its address inside. */
  readonly appPort: number
  /** Unix sockets, which a network namespace does not part: into local-slack, and out to the app. */
  readonly inward: string
  readonly outward: string
}

/** Listens, and connects each caller with `target` both ways. */
export function relay(
  listenAt: string | { readonly port: number },
  target: () => Socket,
): Promise<{ readonly server: Server; readonly close: () => Promise<void> }> {
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = target()
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
  })
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => closed())
      for (const socket of open) socket.destroy()
    })
  return new Promise((ready, failed) => {
    server.once('error', failed)
    server.listen(typeof listenAt === 'string' ? listenAt : { port: listenAt.port, host: '127.0.0.1' }, () =>
      ready({ server, close }),
    )
  })
}

async function main({ binary, configFile, port, appPort, inward, outward }: Isolated): Promise<void> {
  await relay(inward, () => connect(port, '127.0.0.1'))
  await relay({ port: appPort }, () => connect(outward))
  const slack = spawn(binary, ['--config', configFile, '--port', String(port), '--base-host', '127.0.0.1'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  slack.once('exit', (code) => process.exit(code ?? 1))
  // The test that started this holds the other end of the pipe: when it goes, so does local-slack.
  process.stdin.resume().once('close', () => slack.kill('SIGKILL'))
}

if (import.meta.main) await main(JSON.parse(process.argv[2] ?? '') as Isolated)
