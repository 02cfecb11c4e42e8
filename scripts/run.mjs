// Runs a script or a package's binary on the project's own Node, installing the packages first when they are missing or stale.
// Plain JavaScript on purpose: it must run on whatever Node the machine has, before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stamp = join(root, 'node_modules', '.firstlook-lock')
const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

const isCurrent = existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock
if (!isCurrent) {
  process.stderr.write('Installing packages (once; about a minute) …\n')
  // Not `npm ci`: it refuses a lock file that leaves out the optional packages of other platforms.
  const npm = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (npm.status !== 0 || !existsSync(node)) {
    process.stderr.write(
      'npm install did not finish. Check the network and that npm is 9.6.4 or newer, then run the same command again.\n',
    )
    process.exit(1)
  }
  writeFileSync(stamp, lock)
}

const [first, ...rest] = process.argv.slice(2)
const args = first === '--bin' ? [binaryOf(rest[0]), ...rest.slice(1)] : [join(root, first), ...rest]
// The caller's folder stays the working folder, so that `firstlook alarm ./event.json` finds its file.
const child = spawn(node, args, {
  stdio: 'inherit',
  cwd: first === '--bin' ? root : (process.env.INIT_CWD ?? process.cwd()),
  env: {
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
  },
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))

/** The JavaScript file behind a package's binary of the same name. */
function binaryOf(name) {
  const manifest = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'))
  const bin = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[name]
  return join(root, 'node_modules', name, bin)
}
