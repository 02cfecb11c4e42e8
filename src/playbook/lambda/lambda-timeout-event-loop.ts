import { timeoutCause } from './timeout-cause.ts'

export const lambdaTimeoutEventLoop = timeoutCause({
  id: 'lambda-timeout-event-loop',
  known: 'memory',
  cause: 'The handler’s work is done, but an open handle or a promise that never settles keeps the invocation running.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html',
  fix: () => ({
    now: 'Return from an async handler instead of calling the callback, or set `context.callbackWaitsForEmptyEventLoop = false`.',
    proper: 'Await every promise, and close timers, sockets and database clients that are not meant to stay.',
    prevent: 'Turn on the lint rule against floating promises.',
  }),
})
