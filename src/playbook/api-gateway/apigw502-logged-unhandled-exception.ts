import { functionErrorCause } from './function-errors.ts'

export const unhandledException502 = functionErrorCause({
  id: 'apigw502-logged-unhandled-exception',
  named: 'apigw502-unhandled-exception',
  kinds: [
    'exception',
    'access-denied',
    'dependency-throttled',
    'dependency-failed',
    'unhandled-rejection',
    'credentials-expired',
    'no-space',
  ],
  cause: 'The function threw an error that nothing caught.',
  did: 'threw',
  isUsual: true,
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-execution.html',
  fix: (fn) => ({
    now: `Fix what ${fn.id} throws; if it began with a deployment, put the alias back on the version before.`,
    proper: 'Catch errors in the handler and answer with a 4xx or 5xx of your own.',
    prevent: 'Let the function write its log, so that the stack is there next time.',
  }),
})
