import { readFileSync } from 'node:fs'
import { startAws } from './server.ts'

/** `node sandbox/aws/serve.ts world.json [port]` serves a world until it is interrupted, and prints how to reach it. */
async function main([file, port = '0']: readonly string[]): Promise<void> {
  if (file === undefined) {
    process.stderr.write('Which world? Give a file: node sandbox/aws/serve.ts sandbox/aws/world.example.json\n')
    process.exitCode = 2
    return
  }
  const aws = await startAws(JSON.parse(readFileSync(file, 'utf8')), { port: Number(port) })
  process.stdout.write(`A simulated AWS account answers at ${aws.url} until Ctrl-C. In another terminal:

export AWS_ENDPOINT_URL=${aws.url} AWS_REGION=eu-west-1 AWS_ACCESS_KEY_ID=simulated AWS_SECRET_ACCESS_KEY=simulated
`)
}

if (import.meta.main) await main(process.argv.slice(2))
