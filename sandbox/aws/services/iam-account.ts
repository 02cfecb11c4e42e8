import type { Call, Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { AccessKey, User } from '../world/iam.ts'
import type { Place } from '../world.ts'

type Iam = typeof import('@aws-sdk/client-iam')

const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
]

/** What IAM says of the whole account: its credentials, its sums, its password policy. */
export const iamWholeAccount: Handlers<Iam> = {
  GenerateCredentialReport(call) {
    if (isReportMade(call)) return { State: 'COMPLETE' }
    const isFirst = !call.memory.has(reportAsks)
    if (isFirst) call.memory.set(reportAsks, 0)
    return isFirst
      ? { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' }
      : { State: 'INPROGRESS' }
  },

  GetCredentialReport(call) {
    if (!isReportMade(call)) {
      const asks = call.memory.get(reportAsks)
      if (typeof asks === 'number') call.memory.set(reportAsks, asks + 1)
      throw asks === undefined
        ? new AwsError('ReportNotPresent', 'Credential report not present', { status: 410 })
        : new AwsError('ReportInProgress', 'Report generation is in progress', { status: 404 })
    }
    const rows = [columns, rootRow(call), ...usersOf(call).map((user) => userRow(call, user))]
    return {
      Content: new TextEncoder().encode(rows.map((row) => row.join(',')).join('\n')),
      ReportFormat: 'text/csv',
      GeneratedTime: call.clock.at(accountOf(call).reportMade),
    }
  },

  GetAccountSummary(call) {
    const { rootMfa, rootPassword, rootAccessKeys } = accountOf(call)
    return {
      SummaryMap: {
        Users: usersOf(call).length,
        Roles: call.placesOfAccount.flatMap(({ roles }) => roles).length,
        Groups: call.placesOfAccount.flatMap(({ groups }) => groups).length,
        Policies: call.placesOfAccount.flatMap(({ policies }) => policies).length,
        MFADevicesInUse: usersOf(call).filter(({ mfa }) => mfa).length + (rootMfa ? 1 : 0),
        AccountMFAEnabled: rootMfa ? 1 : 0,
        AccountAccessKeysPresent: rootAccessKeys.length > 0 ? 1 : 0,
        AccountPasswordPresent: rootPassword ? 1 : 0,
        AccountSigningCertificatesPresent: 0,
        AccessKeysPerUserQuota: 2,
      },
    }
  },

  GetAccountPasswordPolicy(call) {
    const { passwordPolicy } = accountOf(call)
    if (passwordPolicy === null)
      throw new AwsError(
        'NoSuchEntityException',
        `The Password Policy with domain name ${call.account} cannot be found.`,
        { status: 404 },
      )
    return { PasswordPolicy: { ...passwordPolicy } }
  },

  ListUsers: (call) => ({
    Users: usersOf(call).map((user) => ({
      Path: user.path,
      UserName: user.name,
      UserId: user.id ?? user.name,
      Arn: `arn:aws:iam::${call.account}:user${user.path}${user.name}`,
      CreateDate: call.clock.at(user.created),
    })),
    IsTruncated: false,
  }),
}

const reportAsks = 'credential-report-asks'

/** The report is there from the start, or has been asked for often enough since it was started. */
function isReportMade(call: Call): boolean {
  const { reportAfterAsks } = accountOf(call)
  const asks = call.memory.get(reportAsks)
  return reportAfterAsks === 0 || (typeof asks === 'number' && asks >= reportAfterAsks)
}

function accountOf({ placesOfAccount, world }: Call): Place['iamAccount'] {
  return placesOfAccount.find(({ iamAccount }) => iamAccount !== undefined)?.iamAccount ?? world.iamAccount
}

function usersOf({ placesOfAccount }: Call): User[] {
  return placesOfAccount.flatMap(({ users }) => users)
}

/** `2026-08-01T10:00:00+00:00`, as the report writes it. */
function timeText({ clock }: Call, time: string): string {
  return clock
    .at(time)
    .toISOString()
    .replace(/\.\d+Z$/, '+00:00')
}

function keyCells(call: Call, key: AccessKey | undefined): string[] {
  if (key === undefined) return ['false', 'N/A', 'N/A', 'N/A', 'N/A']
  return [
    String(key.active),
    timeText(call, key.rotated),
    key.lastUsed === undefined ? 'N/A' : timeText(call, key.lastUsed),
    key.lastUsed === undefined ? 'N/A' : call.region,
    key.lastUsed === undefined ? 'N/A' : key.lastUsedService,
  ]
}

const noCertificates = ['false', 'N/A', 'false', 'N/A']

function rootRow(call: Call): string[] {
  const { rootMfa, rootPassword, rootAccessKeys, rootLastUsed } = accountOf(call)
  return [
    '<root_account>',
    `arn:aws:iam::${call.account}:root`,
    timeText(call, '-900d'),
    rootPassword ? 'not_supported' : 'false',
    rootLastUsed === undefined ? 'no_information' : timeText(call, rootLastUsed),
    'not_supported',
    'not_supported',
    String(rootMfa),
    ...keyCells(call, rootAccessKeys[0]),
    ...keyCells(call, rootAccessKeys[1]),
    ...noCertificates,
  ]
}

function userRow(call: Call, user: User): string[] {
  return [
    user.name,
    `arn:aws:iam::${call.account}:user${user.path}${user.name}`,
    timeText(call, user.created),
    String(user.password),
    !user.password
      ? 'N/A'
      : user.passwordLastUsed === undefined
        ? 'no_information'
        : timeText(call, user.passwordLastUsed),
    user.password ? timeText(call, user.passwordLastChanged) : 'N/A',
    'N/A',
    String(user.mfa),
    ...keyCells(call, user.accessKeys[0]),
    ...keyCells(call, user.accessKeys[1]),
    ...noCertificates,
  ]
}
