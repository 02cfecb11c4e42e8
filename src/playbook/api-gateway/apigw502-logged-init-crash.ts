import { rollBack } from '../lambda/words.ts'
import { functionErrorCause } from './function-errors.ts'

export const initCrash502 = functionErrorCause({
  id: 'apigw502-logged-init-crash',
  named: 'apigw502-init-crash',
  kinds: ['exit', 'import', 'handler-missing', 'syntax', 'wrong-architecture'],
  cause: 'The function cannot start: its module, its handler or its process fails before the request is looked at.',
  did: 'cannot start',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-execution.html',
  fix: (fn) => ({
    now: `Put ${fn.id} back on the version that worked.`,
    proper: 'Build and import the package in the pipeline, in the runtime and architecture that it runs on.',
    cli: rollBack(fn),
  }),
})
