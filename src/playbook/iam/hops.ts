import { valueIfRead } from '../../evidence/evidence.ts'
import { decodedMessage } from '../../evidence/iam/decoded-message.ts'
import { functionDenials } from '../../evidence/iam/function-denials.ts'
import { roleRecord } from '../../evidence/iam/role-denials.ts'
import { roleUse } from '../../evidence/iam/role-use.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { functionFailures } from '../../evidence/lambda/failures.ts'
import { optional } from '../../evidence/probe.ts'
import { asRole } from '../../targets/principal-arn.ts'
import { denial, placeOf } from '../../targets/target.ts'
import { defineHop, type Hop } from '../sign.ts'
import { loggedDenials, recordedDenials, refusalsBehind } from './refusals.ts'

/** From a function to the refusals it wrote down. */
export const functionDenialHop = defineHop({
  id: 'function-to-denial',
  from: 'function',
  symptoms: ['denied'],
  needs: { denials: functionDenials },
  next: ({ denials }, { target }) => loggedDenials(target, denials),
})

/** From a function that fails by a refusal to the policy that refuses; where its own policies lack the permission the function's finding says it all. */
export const refusedFunctionHop = defineHop({
  id: 'function-to-refusal',
  from: 'function',
  symptoms: ['errors', '502', '500', '504', 'timeout', 'stuck', 'no-event'],
  needs: { failures: functionFailures, configuration: optional(functionConfiguration) },
  next: ({ failures: { failures }, configuration }, { target }) =>
    refusalsBehind(target, failures, valueIfRead(configuration)?.roleArn ?? ''),
})

/** From a role to its refused calls, to refused attempts to assume it, and to what its functions wrote. */
export const roleDenialHop = defineHop({
  id: 'role-to-denial',
  from: 'role',
  symptoms: ['denied'],
  needs: { record: optional(roleRecord), use: optional(roleUse) },
  next({ record, use }, { target }) {
    const recorded = valueIfRead(record)
    return [
      ...recordedDenials(target, recorded?.refusals ?? [], target.arn),
      ...recordedDenials(
        target,
        (recorded?.refusedAssumptions ?? []).map((call) => ({ ...call, resources: [target.arn] })),
      ),
      ...(valueIfRead(use) ?? []).flatMap((each) =>
        each.denials === undefined ? [] : loggedDenials(target, each.denials),
      ),
    ].slice(0, 4)
  },
})

/** From an encoded refusal to what it says in the clear: who wanted to do what. */
export const encodedDenialHop = defineHop({
  id: 'encoded-denial',
  from: 'denial',
  symptoms: ['denied'],
  needs: { decoded: decodedMessage },
  next({ decoded }, { target }) {
    if (decoded?.action === undefined || (target.action !== undefined && target.principal !== undefined)) return []
    const caller = target.caller ?? decoded.caller
    const principal = target.principal ?? (caller?.startsWith('arn:') === true ? asRole(caller) : undefined)
    const resource = target.resource ?? decoded.resource
    return [
      denial(placeOf(target), {
        ...(caller !== undefined && { caller }),
        ...(principal !== undefined && { principal }),
        action: target.action ?? decoded.action,
        ...(resource !== undefined && { resource }),
        ...(target.message !== undefined && { message: target.message }),
        times: target.times,
        source: target.source,
      }),
    ]
  },
})

export const iamHops: readonly Hop[] = [functionDenialHop, refusedFunctionHop, roleDenialHop, encodedDenialHop]
