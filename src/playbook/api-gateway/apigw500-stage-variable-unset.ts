import { routeName } from '../../evidence/api-gateway/route.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { defineCause } from '../cause.ts'
import { isTelling } from './edge.ts'
import { restNeeds } from './logged-cause.ts'
import { underRestApi } from './names.ts'
import { failingMinutes } from './seen.ts'
import { setVariables } from './stage-variables.ts'
import { listed } from './words.ts'

export const stageVariableUnset = defineCause({
  id: 'apigw500-stage-variable-unset',
  aliases: [underRestApi('apigw500-function-missing')],
  target: 'rest-api',
  symptoms: ['500', '502', '504'],
  cause:
    'The integration names its function by a stage variable that the stage does not set, so it calls nothing that exists.',
  fix: (api) => ({
    now: `Set the variable on stage ${api.stage} and allow the API to invoke the function it names.`,
    proper: 'Set stage variables and permissions in the template that makes the stage.',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html',
  known: 'confirmed',
  needs: restNeeds,
  diagnose(evidence, { target, fact }) {
    const read = valueIfRead(evidence.integrations)
    if (read === undefined) return { inconclusive: 'The routes could not be read.' }
    const unset = read.unresolved.filter((each) => !each.isCanary)
    if (unset.length === 0) return { clear: 'Every stage variable in an integration is set.' }
    const names = [...new Set(unset.flatMap((each) => each.variables))]
    const routes = listed(unset.map((each) => routeName(each.route)))
    const failures = (valueIfRead(evidence.log)?.failures ?? []).filter(
      (failure) =>
        failure.kind !== undefined &&
        ['config', 'function-missing', 'network', 'permission', 'internal', 'malformed'].includes(failure.kind) &&
        (failure.resourcePath === undefined
          ? failure.function === undefined
          : unset.some((each) => each.route.path === failure.resourcePath)),
    )
    if (failures.length === 0 && isTelling(evidence.log))
      return { clear: 'The failures in the execution log are on other routes.' }
    const isEveryRoute = read.functions.length === 0 && read.others.every((route) => route.integration?.type === 'MOCK')
    const last = failures.at(-1)
    return {
      strength: last !== undefined || isEveryRoute ? 'proven' : 'possible',
      summary: `${routes} of ${target.name} take${unset.length === 1 ? 's' : ''} the function from the stage variable ${listed(names)}, which stage ${target.stage} does not set.`,
      facts: [
        fact(
          'integrations',
          'Integration',
          unset[0]?.route.integration?.uri?.replace(/^.*\/functions\//, '') ?? names.join(', '),
        ),
        ...(last === undefined ? [] : [fact('log', 'Execution log', last.message ?? '', last.at, last.requestId)]),
      ],
      fix: { cli: setVariables(target, names) },
      times: last === undefined ? failingMinutes('5', evidence) : failures.map((failure) => failure.at),
    }
  },
})
