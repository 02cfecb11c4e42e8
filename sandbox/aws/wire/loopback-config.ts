import { Agent } from 'node:http'
import { NodeHttpHandler } from '@smithy/node-http-handler'

/** A client configuration for tests: any keys, one try, and `host`, whatever it is called, meaning this machine. */
export function loopbackConfig(url: string, host = '127.0.0.1') {
  const { port } = new URL(url)
  // S3 Control puts the account before the host, so its host has to be a name, and the name has to mean this machine.
  const agent = new Agent({
    lookup: (_name, options, answer) =>
      options.all ? answer(null, [{ address: '127.0.0.1', family: 4 }]) : answer(null, '127.0.0.1', 4),
  })
  return {
    endpoint: `http://${host}:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ httpAgent: agent }),
  }
}
