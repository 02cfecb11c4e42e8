import type { Route } from '../../evidence/api-gateway/route.ts'
import type { PolicyStatement } from '../../evidence/lambda/policy.ts'
import type { HttpApi, RestApi } from '../../targets/target.ts'
import { shellWord } from '../command.ts'

/** Whether a policy lets API Gateway call a function for a route; `unsure` where a condition cannot be judged from outside. */
export interface InvokePermission {
  readonly answer: 'allowed' | 'denied' | 'unsure'
  /** For a refusal: what the nearest statement wants instead. */
  readonly why?: string
}

/** The ARN that API Gateway names itself by when it calls for a route. */
export function sourceArnOf(api: RestApi | HttpApi, { method, path }: Route): string {
  const verb = method === 'ANY' ? '*' : method
  const tail = path === '$default' ? '$default' : `${verb}${path.startsWith('/') ? path : `/${path}`}`
  return `arn:${api.partition}:execute-api:${api.region}:${api.account}:${api.id}/${api.stage}/${tail}`
}

/** Judges a function's resource policy for one route as Lambda does: an explicit deny wins, and without a fitting statement nothing is allowed. */
export function invokePermission(
  statements: readonly PolicyStatement[],
  api: RestApi | HttpApi,
  route: Route,
): InvokePermission {
  const sources = [sourceArnOf(api, route)]
  if (route.path.includes('{'))
    sources.push(sourceArnOf(api, { ...route, path: route.path.replace(/\{[^}]+\}/g, '*') }))
  const concerned = statements.filter((statement) => isForGateway(statement) && isForInvoke(statement))
  const judged = concerned.map((statement) => ({ statement, verdict: conditionsHold(statement, sources, api) }))
  const denies = judged.filter(({ statement }) => statement.effect === 'Deny')
  if (denies.some(({ verdict }) => verdict.holds === 'yes')) return { answer: 'denied', why: 'a statement denies it' }
  const allows = judged.filter(({ statement }) => statement.effect !== 'Deny')
  if (allows.some(({ verdict }) => verdict.holds === 'yes'))
    return { answer: denies.some(({ verdict }) => verdict.holds === 'unsure') ? 'unsure' : 'allowed' }
  if (allows.some(({ verdict }) => verdict.holds === 'unsure')) return { answer: 'unsure' }
  const nearest = allows[0]
  return {
    answer: 'denied',
    why: nearest === undefined ? 'no statement lets apigateway.amazonaws.com invoke it' : nearest.verdict.why,
  }
}

function isForGateway({ principals }: PolicyStatement): boolean {
  return principals.some((principal) => principal === '*' || /^apigateway\.amazonaws\.com(\.cn)?$/.test(principal))
}

function isForInvoke({ actions }: PolicyStatement): boolean {
  return actions.some((action) => globMatches(action.toLowerCase(), 'lambda:invokefunction'))
}

interface Held {
  readonly holds: 'yes' | 'no' | 'unsure'
  readonly why: string
}

function conditionsHold(
  { conditions, sid }: PolicyStatement,
  sources: readonly string[],
  api: RestApi | HttpApi,
): Held {
  const held = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => holds(operator, key, values, sources, api)),
  )
  const name = sid === undefined ? 'a statement' : `statement ${sid}`
  const failed = held.find((each) => each.holds === 'no')
  if (failed !== undefined) return { holds: 'no', why: `${name} allows only ${failed.why}` }
  return { holds: held.some((each) => each.holds === 'unsure') ? 'unsure' : 'yes', why: name }
}

function holds(
  operator: string,
  key: string,
  values: readonly string[],
  sources: readonly string[],
  api: RestApi | HttpApi,
): Held {
  const plain = operator.replace(/^ForAnyValue:|^ForAllValues:|IfExists$/g, '').toLowerCase()
  const subject = { 'aws:sourcearn': sources, 'aws:sourceaccount': [api.account] }[key.toLowerCase()]
  const why = `${key} ${values.join(' or ')}`
  if (subject === undefined) return { holds: 'unsure', why }
  const isGlob = ['arnlike', 'arnequals', 'stringlike'].includes(plain)
  const isExact = plain === 'stringequals' || plain === 'stringequalsignorecase'
  if (!isGlob && !isExact) return { holds: 'unsure', why }
  const fits = values.some((value) => subject.some((each) => (isGlob ? globMatches(value, each) : value === each)))
  return { holds: fits ? 'yes' : 'no', why }
}

/** `*` and `?` as IAM reads them. */
export function globMatches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`).test(text)
}

/** Lets every route and stage of an API call the function; pastes as it is. */
export function addPermissionCli(
  api: RestApi | HttpApi,
  fn: { readonly id: string; readonly qualifier?: string; readonly region: string },
): string {
  const source = `arn:${api.partition}:execute-api:${api.region}:${api.account}:${api.id}/*/*`
  const qualifier = fn.qualifier === undefined ? '' : ` --qualifier ${shellWord(fn.qualifier)}`
  return `aws lambda add-permission --function-name ${fn.id}${qualifier} --statement-id apigateway-${api.id} --action lambda:InvokeFunction --principal apigateway.amazonaws.com --source-arn "${source}" --region ${fn.region}`
}
