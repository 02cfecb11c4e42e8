/** A statement of a role's trust policy. */
export interface TrustStatement {
  readonly Effect: 'Allow'
  readonly Principal: { readonly AWS: string }
  readonly Action: readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export interface TrustedCaller {
  /** The role of Firstlook’s worker. */
  readonly principalArn: string
  readonly externalId?: string
  /** `o-…` */
  readonly organizationId?: string
}

/**
 * What the trust policy of a diagnostic role must hold for one caller. The external id stands with `sts:AssumeRole` only:
 * the other two actions have no such condition key, and a condition on a key that is not there refuses.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
export function trustStatements({ principalArn, externalId, organizationId }: TrustedCaller): TrustStatement[] {
  const organization = organizationId === undefined ? {} : { 'aws:PrincipalOrgID': organizationId }
  const base = { Effect: 'Allow', Principal: { AWS: principalArn } } as const
  return [
    {
      ...base,
      Action: ['sts:AssumeRole'],
      ...condition({ ...organization, ...(externalId !== undefined && { 'sts:ExternalId': externalId }) }),
    },
    { ...base, Action: ['sts:SetSourceIdentity', 'sts:TagSession'], ...condition(organization) },
  ]
}

function condition(equals: Readonly<Record<string, string>>): Pick<TrustStatement, 'Condition'> {
  return Object.keys(equals).length === 0 ? {} : { Condition: { StringEquals: equals } }
}

/** A role that could not be assumed, and the statement that would let it be. */
export interface DeniedRole {
  readonly roleArn: string
  readonly account: string
  /** What people type for the account. */
  readonly accountName: string
  readonly region: string
  readonly action: string
  readonly error: string
  /** Absent where the caller's own policy refuses: no trust policy mends that. */
  readonly statement?: TrustStatement
}

/** Reads a refusal of STS's. It says the same when the role is gone, when it does not trust the caller and when the external id differs. */
export function deniedRole(
  refusal: { readonly code: string; readonly message: string; readonly action?: string },
  role: { readonly roleArn: string; readonly account: string; readonly accountName: string; readonly region: string },
  externalId: string | undefined,
): DeniedRole {
  const action = refusal.action ?? 'sts:AssumeRole'
  const caller = /User: (\S+) is not authorized/.exec(refusal.message)?.[1]
  const error = `${refusal.code}: ${refusal.message}`
  if (caller === undefined || /no identity-based policy|in an identity-based policy/.test(refusal.message))
    return { ...role, action, error }
  const statements = trustStatements({ principalArn: roleOf(caller), ...(externalId !== undefined && { externalId }) })
  const statement = statements.find((each) => each.Action.includes(action)) ?? statements[0]
  return { ...role, action, error, ...(statement !== undefined && { statement }) }
}

/** A trust policy names the role, not the session that a caller of it is. */
function roleOf(arn: string): string {
  return arn.replace(/^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3')
}
