import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { type LambdaFunction, lambdaFunction, placeOf, type Role } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe } from '../probe.ts'
import { type FunctionDenials, functionDenials } from './function-denials.ts'

/** A function that works as the role, with the refusals in its log; undefined where the log could not be read. */
export interface RoleUse {
  readonly function: LambdaFunction
  readonly denials?: FunctionDenials
}

const mostPages = 4
const mostFunctions = 3

/** What the functions of a role wrote of refusals: calls for data are in no other record. */
export const roleUse = defineProbe<readonly RoleUse[], Role>({
  id: 'iam.role-use',
  actions: ['lambda:ListFunctions'],
  uses: [functionDenials],
  key: (target) => `${target.account} ${target.region} ${target.arn}`,
  resource: () => '*',
  async fetch(target, at) {
    const names: string[] = []
    let marker: string | undefined
    for (let page = 0; page < mostPages && names.length < mostFunctions; page += 1) {
      const answer = await at.aws
        .client(LambdaClient, target.region)
        .send(new ListFunctionsCommand({ ...(marker !== undefined && { Marker: marker }) }))
      names.push(
        ...(answer.Functions ?? [])
          .filter((each) => each.Role === target.arn)
          .flatMap((each) => each.FunctionName ?? []),
      )
      marker = answer.NextMarker
      if (marker === undefined) break
    }
    return Promise.all(
      names.slice(0, mostFunctions).map(async (name) => {
        const fn = lambdaFunction(placeOf(target), name)
        try {
          return { function: fn, denials: await at.read(functionDenials, fn) }
        } catch (error) {
          if (error instanceof EvidenceMissing) return { function: fn }
          throw error
        }
      }),
    )
  },
  cite: (target) => ({
    source: `lambda:ListFunctions with role ${target.name}, logs:FilterLogEvents of them`,
    account: target.account,
    region: target.region,
    cli: `aws lambda list-functions --query "Functions[?Role=='${target.arn}'].FunctionName" --region ${target.region}`,
  }),
})
