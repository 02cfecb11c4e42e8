import type { CredentialReport, ReportedUser } from '../../evidence/security/credential-report.ts'

/** Every active access key with its user; the root's are told by themselves. */
export function activeKeys({
  users,
}: CredentialReport): { readonly user: ReportedUser; readonly key: ReportedUser['keys'][number] }[] {
  return users.flatMap((user) =>
    user.isRoot ? [] : user.keys.filter((key) => key.isActive).map((key) => ({ user, key })),
  )
}
