import { choose } from '../command.ts'
import { failureCause } from './failure-cause.ts'
import { lambdaCli, quote, reconfigure } from './words.ts'

export const lambdaHandlerNotFound = failureCause({
  id: 'lambda-handler-not-found',
  underRestApi: 'apigw502-init-crash',
  cause: 'The configured handler names a function that the code does not export, or an entry point that is not there.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-deployment.html',
  sought: 'a missing handler',
  matches: (failure) => failure.kind === 'handler-missing',
  fix: (target) => ({
    now: 'Set the handler to what the package exports.',
    proper: 'Keep the handler string beside the code in the same template, so that they change together.',
    prevent: 'Invoke the published version once in the pipeline before the alias moves.',
    cli: choose(
      lambdaCli(
        target,
        'list-versions-by-function',
        "--query 'Versions[-5:].[Version,Handler,LastModified]' --output table",
      ),
      { HANDLER: 'what the package exports, as in the versions before' },
      ({ HANDLER }) => reconfigure(target, `--handler ${HANDLER}`),
    ),
  }),
  tell: ({ last, share, configuration }, at) => ({
    summary: `${at.target.name} has no handler to call: ${quote(last)}${configuration?.handler === undefined ? '' : `; it is configured as ${configuration.handler}`}; ${share} failed.`,
    facts: configuration?.handler === undefined ? [] : [at.fact('configuration', 'Handler', configuration.handler)],
  }),
})
