// Stands in for the native part of aws-lambda-ric where it was not built: three calls of the Runtime API. All the rest of the client runs as AWS ships it.
const http = require('node:http')
const Module = require('node:module')

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':')
const post = (path, body) =>
  http
    .request({ host, port, method: 'POST', path: `/2018-06-01/runtime/invocation/${path}` }, (answer) =>
      answer.resume(),
    )
    .end(body)
const rapidClient = {
  initializeClient: () => undefined,
  done: (id, body) => post(`${id}/response`, body),
  error: (id, body) => post(`${id}/error`, body),
}
const load = Module._load
Module._load = (request, ...rest) => (request === './rapid-client.node' ? rapidClient : load(request, ...rest))
