// Loaded before a bundle: requests over TLS, which only Slack gets in a test, go to the test's own server.
const http = require('node:http')
const https = require('node:https')
https.request = (url, options, onAnswer) =>
  http.request(new URL(new URL(url).pathname, process.env.SLACK_IN_TEST), { ...options, agent: undefined }, onAnswer)
