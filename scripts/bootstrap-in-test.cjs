// What Lambda's runtime does with a Node.js function: load the handler by its name, ask for events, answer with what it returns.
// AWS's own client (aws-lambda-ric) needs a native build; it takes this one's place where it is installed.
const http = require('node:http')
const { existsSync } = require('node:fs')
const { join } = require('node:path')

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':')
const call = (method, path, body) =>
  new Promise((resolve, reject) => {
    const request = http.request({ host, port, method, path: `/2018-06-01/runtime/${path}` }, (response) => {
      const chunks = []
      response
        .on('data', (chunk) => chunks.push(chunk))
        .on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }))
    })
    request.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body))
  })
const errorOf = (error) => ({ errorType: error?.name ?? 'Error', errorMessage: error?.message ?? String(error) })

async function main() {
  const [module, name] = process.env._HANDLER.split('.')
  const root = join(process.env.LAMBDA_TASK_ROOT, module)
  const file = ['', '.js', '.mjs', '.cjs'].map((ending) => root + ending).find((each) => existsSync(each))
  const handler = require(file)[name]
  for (;;) {
    const { headers, body } = await call('GET', 'invocation/next')
    const id = headers['lambda-runtime-aws-request-id']
    const deadline = Number(headers['lambda-runtime-deadline-ms'])
    const context = { awsRequestId: id, getRemainingTimeInMillis: () => deadline - Date.now() }
    try {
      await call('POST', `invocation/${id}/response`, (await handler(JSON.parse(body), context)) ?? null)
    } catch (error) {
      await call('POST', `invocation/${id}/error`, errorOf(error))
    }
  }
}

main().catch((error) => call('POST', 'init/error', errorOf(error)).finally(() => process.exit(1)))
