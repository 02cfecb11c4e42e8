import type { FunctionConfiguration } from '../../evidence/lambda/configuration.ts'
import type { Failure } from '../../evidence/lambda/failure.ts'
import type { LambdaFunction } from '../../targets/target.ts'
import { choose, shellWord } from '../command.ts'
import { failureCause } from './failure-cause.ts'
import { lambdaCli, quote, reconfigure } from './words.ts'

export const lambdaEnvMissing = failureCause({
  id: 'lambda-env-missing',
  underRestApi: 'apigw502-unhandled-exception',
  cause: 'The code reads an environment variable that the version which is called does not have.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
  known: 'memory',
  leadsTo: ['lambda-unhandled-exception'],
  sought: 'a missing environment variable',
  matches: (failure, configuration) => missingVariable(failure, configuration) !== undefined,
  fix: (target) => ({
    proper:
      'Set the variable in the template and publish a new version: versions keep the environment they were published with.',
    prevent: 'Check the required variables when the module loads, by name.',
    cli: listVariables(target),
  }),
  tell({ last, share, configuration }, at) {
    const name = missingVariable(last, configuration)
    return {
      summary: `${at.target.name} has no environment variable ${name}, which its code reads: ${quote(last)}; ${share} failed.`,
      facts:
        configuration === undefined
          ? []
          : [at.fact('configuration', 'Environment variables set', configuration.environmentKeys.join(', ') || 'none')],
      fix: {
        now: `Set ${name} on ${at.target.id} beside the variables it has, or put the version before back.`,
        ...(name !== undefined && { cli: setVariable(at.target, name) }),
      },
    }
  },
})

function listVariables(target: LambdaFunction): string {
  const qualifier = target.qualifier === undefined ? '' : `--qualifier ${shellWord(target.qualifier)} `
  return lambdaCli(target, 'get-function-configuration', `${qualifier}--query 'keys(Environment.Variables)'`)
}

/** The call replaces the whole environment, so what is there goes along; where it cannot be decrypted nothing is changed. */
function setVariable(target: LambdaFunction, name: string): string {
  const read = lambdaCli(target, 'get-function-configuration', '--query Environment --output json')
  const added = `if .Error then error("the environment cannot be read") else {Variables: (.Variables + {${name}: $value})} end`
  return choose(listVariables(target), { VALUE: `the value of ${name}` }, ({ VALUE }) =>
    reconfigure(target, `--environment "$(${read} | jq -c --arg value ${VALUE} '${added}')"`),
  )
}

/** The variable an error says is missing, if the function indeed does not have it. */
export function missingVariable(
  { kind, message, errorType, frame }: Failure,
  configuration: FunctionConfiguration | undefined,
): string | undefined {
  if (configuration === undefined || configuration.environmentError !== undefined) return undefined
  if (kind !== 'exception' && kind !== 'dependency-failed' && kind !== 'exit' && kind !== 'unhandled-rejection')
    return undefined
  const isSpoken =
    /\benv(?:ironment)?\b|process\.env|os\.environ|not set|must be set|not configured|is required|is not defined|missing required|Missing config/i.test(
      message,
    )
  const isLookup =
    /KeyError/.test(errorType ?? '') && /^'[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+'$/.test(message.trim()) && frame !== undefined
  if (!isSpoken && !isLookup) return undefined
  const names = message.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? []
  return names.find(
    (name) => !configuration.environmentKeys.includes(name) && !/^(?:ERR|AWS_LAMBDA|ECONN|HTTP)_/.test(name),
  )
}
