import { failureCause } from './failure-cause.ts'
import { quote, rollBack } from './words.ts'

export const lambdaUnhandledRejection = failureCause({
  id: 'lambda-unhandled-rejection',
  underRestApi: 'apigw502-unhandled-exception',
  cause: 'A promise was rejected that nothing awaits or catches, and the Node.js runtime ended the invocation.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-execution.html',
  known: 'memory',
  sought: 'an unhandled promise rejection',
  matches: (failure) => failure.kind === 'unhandled-rejection',
  fix: (target, configuration) => ({
    now: 'Put the version before back if it began with a deploy.',
    proper: 'Await or catch the promise named in the stack.',
    prevent: 'Turn on the lint rule against floating promises.',
    cli: rollBack(target, configuration?.version),
  }),
  tell: ({ last, share }, at) => ({
    summary: `A promise that nothing catches ended ${share} of ${at.target.name}: ${quote(last)}.`,
  }),
})
