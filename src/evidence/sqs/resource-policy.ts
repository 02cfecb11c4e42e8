import type { PolicyStatement } from '../lambda/policy.ts'

/** Who asks, by every name a policy may know them by, and what the request carries. */
export interface PolicyRequest {
  /** `events.amazonaws.com`; or a role's ARN with its account. `*` is always meant too. */
  readonly principals: readonly string[]
  readonly action: string
  readonly resource: string
  /** Condition keys in lower case with their values; a key that is not here is not known. */
  readonly context: Readonly<Record<string, string>>
}

/** What a resource policy says to a request. `unclear`: it hangs on a condition that cannot be judged here. */
export interface PolicyAnswer {
  readonly state: 'allowed' | 'denied' | 'missing' | 'unclear'
  /** The statement that decides, or the one that comes closest. */
  readonly statement?: PolicyStatement
  /** What keeps the closest statement from applying, or makes the answer unclear. */
  readonly why?: string
}

type Fit = 'yes' | 'no' | 'unclear'

/** Judges a resource policy alone; what the caller's own policies say is another matter. */
export function askPolicy(statements: readonly PolicyStatement[], request: PolicyRequest): PolicyAnswer {
  const judged = statements
    .filter((statement) => namesPrincipal(statement, request) && namesAction(statement, request))
    .map((statement) => ({ statement, ...fitOf(statement, request) }))
  const denies = judged.filter(({ statement }) => statement.effect === 'Deny')
  const allows = judged.filter(({ statement }) => statement.effect === 'Allow')
  const deny = denies.find(({ fit }) => fit === 'yes')
  if (deny !== undefined)
    return { state: 'denied', statement: deny.statement, ...(deny.why !== undefined && { why: deny.why }) }
  const unclear = [...denies, ...allows].find(({ fit }) => fit === 'unclear')
  const allow = allows.find(({ fit }) => fit === 'yes')
  if (allow !== undefined && denies.every(({ fit }) => fit === 'no'))
    return { state: 'allowed', statement: allow.statement }
  if (unclear !== undefined)
    return { state: 'unclear', statement: unclear.statement, why: unclear.why ?? 'a condition' }
  const [closest] = allows
  if (closest === undefined) return { state: 'missing' }
  return { state: 'missing', statement: closest.statement, ...(closest.why !== undefined && { why: closest.why }) }
}

function namesPrincipal({ principals }: PolicyStatement, request: PolicyRequest): boolean {
  return principals.some(
    (each) => each === '*' || request.principals.some((name) => name.toLowerCase() === each.toLowerCase()),
  )
}

function namesAction({ actions }: PolicyStatement, { action }: PolicyRequest): boolean {
  const wanted = action.toLowerCase()
  return actions.some(
    (each) =>
      like(wanted, each.toLowerCase()) ||
      (wanted.startsWith('sqs:') && like(wanted, each.toLowerCase().replace(/^amazonsqs:|^sqs:/, 'sqs:'))),
  )
}

function fitOf(statement: PolicyStatement, request: PolicyRequest): { fit: Fit; why?: string } {
  const { resources } = statement
  if (resources.length > 0 && !resources.some((each) => like(request.resource, each)))
    return { fit: 'no', why: `it names the resource ${resources.join(', ')}` }
  let unclear: string | undefined
  for (const [operator, keys] of Object.entries(statement.conditions)) {
    for (const [key, values] of Object.entries(keys)) {
      const holds = conditionHolds(operator, request.context[key.toLowerCase()], values)
      if (holds === 'no') return { fit: 'no', why: `its condition ${key} wants ${values.join(' or ')}` }
      if (holds === 'unclear') unclear = `its condition ${operator} on ${key}`
    }
  }
  return unclear === undefined ? { fit: 'yes' } : { fit: 'unclear', why: unclear }
}

function conditionHolds(operator: string, given: string | undefined, values: readonly string[]): Fit {
  const name = operator.toLowerCase().replace(/^forany(value)?:|^forall(values)?:/, '')
  const plain = name.replace(/ifexists$/, '')
  if (given === undefined) return 'unclear'
  const fits = (matches: (value: string) => boolean): Fit => (values.some(matches) ? 'yes' : 'no')
  switch (plain) {
    case 'stringequals':
      return fits((value) => value === given)
    case 'stringequalsignorecase':
    case 'bool':
      return fits((value) => value.toLowerCase() === given.toLowerCase())
    case 'stringlike':
    case 'arnlike':
    case 'arnequals':
      return fits((value) => like(given, value))
    case 'stringnotequals':
      return values.includes(given) ? 'no' : 'yes'
    case 'stringnotlike':
    case 'arnnotlike':
    case 'arnnotequals':
      return values.some((value) => like(given, value)) ? 'no' : 'yes'
    default:
      return 'unclear'
  }
}

/** IAM's wildcards: `*` for any text, `?` for one character. */
export function like(text: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[\\s\\S]*')
    .replaceAll('?', '[\\s\\S]')
  return new RegExp(`^${source}$`).test(text)
}
