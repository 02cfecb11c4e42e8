import type { HttpApi, RestApi } from '../../targets/target.ts'
import { choose, shellWord } from '../command.ts'

/** Shows what the other stages set, then sets the variables of this one. */
export function setVariables(api: RestApi | HttpApi, names: readonly string[]): string {
  const { id, region } = api
  const stage = shellWord(api.stage)
  const list =
    api.kind === 'rest-api'
      ? `aws apigateway get-stages --rest-api-id ${id} --query 'item[].[stageName,variables]' --region ${region}`
      : `aws apigatewayv2 get-stages --api-id ${id} --query 'Items[].[StageName,StageVariables]' --region ${region}`
  const choices = Object.fromEntries(
    names.map((name) => [`VALUE_OF_${name.replaceAll(/\W/g, '_')}`, `the function that ${name} stands for`]),
  )
  return choose(list, choices, (chosen) => {
    const values = Object.values(chosen)
    const set = names.map((name, index): string =>
      api.kind === 'rest-api'
        ? `op=replace,path=/variables/${name},value=${values[index]}`
        : `${name}=${values[index]}`,
    )
    return api.kind === 'rest-api'
      ? `aws apigateway update-stage --rest-api-id ${id} --stage-name ${stage} --patch-operations ${set.join(' ')} --region ${region}`
      : `aws apigatewayv2 update-stage --api-id ${id} --stage-name ${stage} --stage-variables ${set.join(',')} --region ${region}`
  })
}
