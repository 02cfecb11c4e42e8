import type { CredentialReport, ReportedUser } from '../../evidence/security/credential-report.ts'

/** Every active access key with its user; the root's are told by themselves. */
export function activeKeys({
  users,
}: CredentialReport): { readonly user: ReportedUser; readonly key: ReportedUser['keys'][number] }[] {
  return users.flatMap((user) =>
    user.isRoot ? [] : user.keys.filter((key) => key.isActive).map((key) => ({ user, key })),
  )
}

export const unusedAfterMs = 90 * 86_400_000

/** Whether a key was used within 90 days: an old key in use must be replaced, one that nobody uses goes away. */
export function isUsed({ usedAt }: { readonly usedAt?: number }, now: number): boolean {
  return usedAt !== undefined && now - usedAt <= unusedAfterMs
}
