import { routeName } from '../../evidence/api-gateway/route.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { defineCause } from '../cause.ts'
import { httpNeeds } from './http-needs.ts'
import { underHttpApi } from './names.ts'
import { failingMinutes } from './seen.ts'
import { setVariables } from './stage-variables.ts'
import { listed } from './words.ts'

export const httpStageVariableUnset = defineCause({
  id: 'httpapi500-stage-variable-unset',
  aliases: [underHttpApi('apigw500-function-missing')],
  target: 'http-api',
  symptoms: ['500', '502'],
  cause:
    'The integration names its function by a stage variable that the stage does not set, so it calls nothing that exists.',
  fix: (api) => ({
    now: `Set the variable on stage ${api.stage}.`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html',
  known: 'confirmed',
  needs: httpNeeds,
  diagnose({ integrations, metrics, access }, { target, fact }) {
    const read = valueIfRead(integrations)
    if (read === undefined) return { inconclusive: 'The routes could not be read.' }
    if (read.unresolved.length === 0) return { clear: 'Every stage variable in an integration is set.' }
    const rows = (valueIfRead(access)?.rows ?? []).filter((row) =>
      read.unresolved.some((each) => routeName(each.route) === row.route),
    )
    const variables = [...new Set(read.unresolved.flatMap((each) => each.variables))]
    const names = listed(variables)
    const routes = listed(read.unresolved.map((each) => routeName(each.route)))
    const isEveryRoute = read.functions.length === 0 && read.others.length === 0
    return {
      strength: rows.length > 0 || isEveryRoute ? 'proven' : 'possible',
      summary: `${routes} of ${target.name} take the function from the stage variable ${names}, which stage ${target.stage} does not set.`,
      facts: [fact('integrations', 'Integration', read.unresolved[0]?.route.integration?.uri ?? names)],
      fix: { cli: setVariables(target, variables) },
      times: rows.length > 0 ? rows.map((row) => row.at) : failingMinutes('5', { metrics, access }),
    }
  },
})
