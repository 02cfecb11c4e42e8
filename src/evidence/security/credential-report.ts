import { setTimeout as pause } from 'node:timers/promises'
import { GenerateCredentialReportCommand, GetCredentialReportCommand, IAMClient } from '@aws-sdk/client-iam'
import type { AccountRegion } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { defineProbe } from '../probe.ts'
import { citeCheck, isNamed } from './focus.ts'

/** One row of IAM's credential report. Times are epoch milliseconds; what the report does not say stays out. */
export interface ReportedUser {
  readonly name: string
  readonly isRoot: boolean
  readonly createdAt?: number
  readonly hasPassword: boolean
  readonly passwordLastUsedAt?: number
  /** Absent where the report does not say, as for the root of a member account. */
  readonly hasMfa?: boolean
  readonly keys: readonly {
    readonly number: 1 | 2
    readonly isActive: boolean
    readonly rotatedAt?: number
    readonly usedAt?: number
  }[]
}

export interface CredentialReport {
  readonly users: readonly ReportedUser[]
  /** AWS makes a new one every four hours at most. */
  readonly generatedAt?: number
}

const mostAttempts = 4
const pauseMs = 2_000
const notMade = /Report(NotPresent|InProgress|NotReady|Expired)/

/** Reads IAM's credential report, and has it made where there is none of the last four hours; no password or key is in it. */
export const credentialReport = defineProbe<CredentialReport, AccountRegion>({
  id: 'security.credential-report',
  actions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  key: (target) => target.account,
  resource: () => '*',
  async fetch(_, { aws }) {
    const client = aws.client(IAMClient)
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await client.send(new GetCredentialReportCommand({}))
        if (answer.Content === undefined || answer.Content.length === 0)
          throw new EvidenceMissing({ status: 'failed', error: 'IAM answered without the report itself.' })
        return {
          users: usersOf(new TextDecoder().decode(answer.Content)),
          ...(answer.GeneratedTime !== undefined && { generatedAt: answer.GeneratedTime.getTime() }),
        }
      } catch (error) {
        if (!isNamed(error, notMade)) throw error
      }
      if (attempt === mostAttempts) throw new Error('IAM is still making its credential report; ask again in a minute.')
      const isAsked = attempt > 1
      const { State: state } = isAsked
        ? { State: undefined }
        : await client.send(new GenerateCredentialReportCommand({}))
      if (state !== 'COMPLETE') await pause(pauseMs, undefined, { signal: aws.signal })
    }
  },
  cite: (target) =>
    citeCheck(
      target,
      'iam:GetCredentialReport',
      'iam get-credential-report --query Content --output text',
      'iam',
      '/credential_report',
    ),
})

/** Reads the report's CSV by the names in its head. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
export function usersOf(csv: string): ReportedUser[] {
  const [head = '', ...lines] = csv.trim().split(/\r?\n/)
  const names = head.split(',')
  return lines.flatMap((line): ReportedUser[] => {
    const cells = line.split(',')
    const cell = (name: string): string => cells[names.indexOf(name)]?.trim() ?? ''
    const time = (name: string): number | undefined => {
      const at = Date.parse(cell(name))
      return Number.isNaN(at) ? undefined : at
    }
    const name = cell('user')
    if (name === '') return []
    const isRoot = name === '<root_account>'
    const mfa = cell('mfa_active').toLowerCase()
    const createdAt = time('user_creation_time')
    const passwordLastUsedAt = time('password_last_used')
    return [
      {
        name: isRoot ? 'root' : name,
        isRoot,
        hasPassword: cell('password_enabled').toLowerCase() === 'true',
        keys: ([1, 2] as const).map((number) => {
          const rotatedAt = time(`access_key_${number}_last_rotated`)
          const usedAt = time(`access_key_${number}_last_used_date`)
          return {
            number,
            isActive: cell(`access_key_${number}_active`).toLowerCase() === 'true',
            ...(rotatedAt !== undefined && { rotatedAt }),
            ...(usedAt !== undefined && { usedAt }),
          }
        }),
        ...(createdAt !== undefined && { createdAt }),
        ...(passwordLastUsedAt !== undefined && { passwordLastUsedAt }),
        ...((mfa === 'true' || mfa === 'false') && { hasMfa: mfa === 'true' }),
      },
    ]
  })
}
