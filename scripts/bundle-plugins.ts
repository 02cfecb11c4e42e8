import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { Plugin } from 'esbuild'

const empty = join(import.meta.dirname, 'empty-module.cjs')

/**
 * Writes the constant keys of the AWS clients' schemas as literals. `{ [_xN]: … }` keeps esbuild from dropping a shape that nobody uses,
 * because a computed key might run code, and so one command of EC2's would bring the shapes of all its seven hundred.
 */
export const literalSchemaKeys: Plugin = {
  name: 'literal-schema-keys',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ }, async ({ path }) => ({
      contents: withLiteralKeys(await readFile(path, 'utf8')),
    })),
}

/** Replaces each computed key by the string constant it names; keys that name no such constant stay. */
export function withLiteralKeys(source: string): string {
  const constants = new Map([...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name, text]))
  return source.replaceAll(/\[(_\w+)\](?=\s*:)/g, (key, name: string) => constants.get(name) ?? key)
}

/**
 * Lambda hands a function its credentials in the environment, so the other ways to find some (files, processes, sign-in, metadata
 * services) are left out, and nothing on the disk can make the function somebody else.
 */
export const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: 'credentials',
      namespace: 'environment-credentials',
      pluginData: resolveDir,
    }))
    onLoad({ filter: /.*/, namespace: 'environment-credentials' }, ({ pluginData }) => ({
      contents: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env'`,
      resolveDir: String(pluginData),
    }))
  },
}

/** Bolt's own receivers, and what only they need: requests come to the worker from its queue. */
export const noBoltServers: Plugin = {
  name: 'no-bolt-servers',
  setup: ({ onResolve }) => {
    const own =
      /^\.\/receivers\/(?:AwsLambda|Express|HTTP|SocketMode)Receiver$|^\.\/receivers\/(?:HTTPModuleFunctions|HTTPResponseAck|SocketModeFunctions|custom-routes)$/
    onResolve({ filter: own }, ({ importer }) =>
      importer.includes(`${sep}@slack${sep}bolt${sep}`) ? { path: empty } : undefined,
    )
    onResolve({ filter: /^(?:express|raw-body|@slack\/socket-mode|@slack\/oauth)$/ }, () => ({ path: empty }))
  },
}

/**
 * Leaves EC2's client to a file of its own. A module that is loaded late inside one file makes esbuild keep everything it shares with
 * the rest as it is, used or not.
 */
export const ec2Beside: Plugin = {
  name: 'ec2-beside',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/ec2-client\.ts$/ }, () => ({ path: './ec2-client.cjs', external: true })),
}
