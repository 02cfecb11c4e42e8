import { valueIfRead } from '../../evidence/evidence.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { from, optional } from '../../evidence/probe.ts'
import { type ApiFunctionErrors, apiToFunction } from '../../targets/target.ts'
import { defineCause } from '../cause.ts'
import { attribute, tied } from './edge.ts'
import { functionErrorNeeds } from './function-errors.ts'
import { underRestApi } from './names.ts'
import { counted } from './words.ts'

export const loggedLambdaInfra = defineCause({
  id: 'apigw502-logged-lambda-infra',
  aliases: [underRestApi('apigw502-lambda-infra-502')],
  target: 'api-function-errors',
  symptoms: ['502', '500'],
  cause: 'Lambda itself could not run the function: its network, its key, its image or its capacity, not its code.',
  fix: ({ function: fn }) => ({
    now: `See the state of ${fn.name}, its VPC subnets’ free addresses, its KMS key and its role.`,
    proper: 'Use a retry with backoff for the moments in which Lambda provisions.',
    cli: `aws lambda get-function-configuration --function-name ${fn.id} --query '[State,StateReasonCode,LastUpdateStatus,LastUpdateStatusReasonCode]' --region ${fn.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html',
  known: 'confirmed',
  needs: {
    ...functionErrorNeeds,
    configuration: optional(from(functionConfiguration, ({ function: fn }: ApiFunctionErrors) => fn)),
  },
  diagnose(evidence, { target, fact }) {
    const found = attribute(evidence, apiToFunction(target.api, target.function), ['lambda-infra'], false)
    const last = found?.failures.at(-1)
    if (found === undefined || last === undefined) return { clear: 'The execution log holds no 5xx of Lambda itself.' }
    const state = valueIfRead(evidence.configuration)?.state ?? 'Active'
    if (state !== 'Active') return { clear: `The state of ${target.function.name}, ${state}, says why.` }
    return {
      strength: found.isSure ? 'likely' : 'possible',
      summary: `Lambda itself failed to run ${target.function.name} on ${counted(found.failures.length, 'request')}: ${last.message ?? ''}.`,
      facts: [fact('log', 'Execution log', last.message ?? '', last.at, last.requestId)],
      resource: target.function,
      ...tied(found.failures),
    }
  },
})
