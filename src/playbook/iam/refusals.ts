import type { RecordedCall } from '../../evidence/iam/denied-calls.ts'
import type { FunctionDenials, LoggedDenial } from '../../evidence/iam/function-denials.ts'
import { type Failure, timesOf } from '../../evidence/lambda/failure.ts'
import { readDeniedMessage } from '../../targets/denied-message.ts'
import { asRole } from '../../targets/principal-arn.ts'
import { type Denial, denial, type LambdaFunction, type Place, placeOf } from '../../targets/target.ts'

const mostDenials = 3
/** Each costs reads of its own on top of those for the failure. */
const mostBehindFailure = 1

/** The refusals in a function's log as targets, the telling and frequent ones first. */
export function loggedDenials(place: Place, { denials, roleArn }: FunctionDenials): Denial[] {
  return denials.slice(0, mostDenials).map((each) => fromLog(place, each, roleArn))
}

function fromLog(place: Place, { caller, action, resource, message, times }: LoggedDenial, roleArn: string): Denial {
  const isArn = caller?.startsWith('arn:') === true
  const principal = isArn ? asRole(caller) : roleArn
  return denial(placeOf(place), {
    ...(principal !== '' && { principal: sameName(principal, roleArn) ? roleArn : principal }),
    ...(caller !== undefined && { caller }),
    ...(action !== undefined && { action }),
    ...(resource !== undefined && { resource }),
    message,
    times,
    source: 'log',
    ...(roleArn !== '' && { expectedRole: roleArn }),
  })
}

/** The refusals that invocations of a function failed by, the most frequent first; a permission its own policies lack is not among them. */
export function refusalsBehind(fn: LambdaFunction, failures: readonly Failure[], roleArn: string): Denial[] {
  const refused = failures
    .filter(({ kind }) => kind === 'access-denied')
    .map((failure) => ({ failure, said: readDeniedMessage(failure.message) }))
    .filter(({ said }) => said.action !== undefined && !(said.layer === 'identity' && said.effect !== 'explicit'))
  const groups = Map.groupBy(refused, ({ said }) => [said.caller, said.action, said.resource, said.layer].join(' '))
  return [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .slice(0, mostBehindFailure)
    .flatMap((group) => {
      const last = group.at(-1)
      if (last === undefined) return []
      const times = timesOf(group.map(({ failure }) => failure))
      const logged = fromLog(fn, { ...last.said, message: last.failure.message, times }, roleArn)
      return [{ ...logged, isBehindFailure: true as const }]
    })
}

/** A session's ARN has lost the role's path. */
function sameName(a: string, b: string): boolean {
  return a.split('/').at(-1) === b.split('/').at(-1)
}

/** Refusals that CloudTrail recorded, one target for each caller, action and resource. */
export function recordedDenials(place: Place, calls: readonly RecordedCall[], principal?: string): Denial[] {
  const groups = new Map<string, { call: RecordedCall; times: number[] }>()
  for (const call of calls) {
    const said = readDeniedMessage(call.errorMessage)
    const key = [call.principal, said.action ?? call.action, said.resource ?? ''].join(' ')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { call, times: [call.at] })
    else group.times.push(call.at)
  }
  return [...groups.values()]
    .sort((a, b) => b.times.length - a.times.length)
    .slice(0, mostDenials)
    .map(({ call, times }) => {
      const said = readDeniedMessage(call.errorMessage)
      const resource = said.resource ?? call.resources.find((each) => each.startsWith('arn:'))
      const who = principal ?? (call.principal === '' ? undefined : call.principal)
      return denial(placeOf(place), {
        ...(who !== undefined && { principal: who }),
        ...(call.caller !== '' && { caller: call.caller }),
        action: said.action ?? call.action,
        ...(resource !== undefined && { resource }),
        ...(call.errorMessage !== '' && { message: call.errorMessage }),
        times,
        source: 'cloudtrail',
      })
    })
}
