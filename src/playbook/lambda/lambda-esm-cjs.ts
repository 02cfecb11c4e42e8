import type { Failure } from '../../evidence/lambda/failure.ts'
import { failureCause } from './failure-cause.ts'
import { quote, rollBack } from './words.ts'

export const lambdaEsmCjs = failureCause({
  id: 'lambda-esm-cjs',
  underRestApi: 'apigw502-init-crash',
  cause: 'The package mixes the two JavaScript module formats: it is loaded as one and written as the other.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html',
  sought: 'a clash of module formats',
  matches: isModuleFormat,
  fix: (target, configuration) => ({
    now: 'Put the version before back, or name the file `.mjs` for ES modules and `.cjs` for CommonJS.',
    proper:
      'Set `"type": "module"` in the package.json that is deployed, or let the bundler write the format the handler is loaded as.',
    prevent: 'Invoke the published version once in the pipeline before the alias moves.',
    cli: rollBack(target, configuration?.version),
  }),
  tell: ({ last, share, configuration }, at) => ({
    summary: `${at.target.name} cannot load its code for its module format: ${quote(last)}; ${share} failed.`,
    facts:
      configuration === undefined
        ? []
        : [
            at.fact(
              'configuration',
              'Handler and runtime',
              [configuration.handler, configuration.runtime].filter(Boolean).join(', '),
            ),
          ],
  }),
})

/** Whether a file failed to load because it is in the other module format. */
export function isModuleFormat(failure: Failure): boolean {
  return (
    (failure.kind === 'syntax' || failure.kind === 'import') &&
    /import statement outside a module|ES module scope|ERR_REQUIRE_ESM|require\(\) of ES Module|Unexpected token '?export'?|Cannot use import/.test(
      failure.message,
    )
  )
}
