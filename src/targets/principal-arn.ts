export function accountOf(arn: string): string | undefined {
  const account = arn.split(':')[4]
  return account === undefined || !/^\d{12}$/.test(account) ? undefined : account
}

/** Session ARNs carry no path, so paths are left out of comparisons. */
export function withoutPath(arn: string): string {
  return arn.replace(/:(role|user)\/.*\//, ':$1/')
}

/** The role behind an assumed-role session; any other ARN stays as it is. */
export function asRole(arn: string): string {
  const session = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)/.exec(arn)
  return session === null ? arn : `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`
}
