// Loaded before a bundle: requests over TLS, which go to AWS and Slack, go to the test's own server, with the host they were meant for.
const http = require('node:http')
const https = require('node:https')

const here = new URL(process.env.NETWORK_IN_TEST)
const place = { protocol: 'http:', host: here.hostname, hostname: here.hostname, port: here.port, agent: undefined }

https.request = (first, second, third) => {
  if (typeof first !== 'string' && !(first instanceof URL)) return http.request({ ...first, ...place }, second)
  const { pathname, search } = new URL(first)
  return http.request({ ...second, path: pathname + search, ...place }, third)
}
