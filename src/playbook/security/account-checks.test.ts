import { describe, expect, it } from 'vitest'
import type { ReportedUser } from '../../evidence/security/credential-report.ts'
import type { Trail } from '../../evidence/security/trails.ts'
import { accountRegion } from '../../targets/resolve/account.ts'
import { denied, diagnose, read, testNow } from '../diagnose-in-test.ts'
import { ctDeliveryError } from './ct-delivery-error.ts'
import { ctOff } from './ct-off.ts'
import { iamAdminPolicy } from './iam-admin-policy.ts'
import { iamKeyOld } from './iam-key-old.ts'
import { iamKeyQuarantine } from './iam-key-quarantine.ts'
import { iamKeyUnused } from './iam-key-unused.ts'
import { iamNoMfa } from './iam-no-mfa.ts'
import { iamPasswordPolicy } from './iam-password-policy.ts'
import { iamRootAccessKey } from './iam-root-access-key.ts'
import { iamRootMfa } from './iam-root-mfa.ts'

const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }
const account = accountRegion(place)
const config = {
  recorder: read([{ name: 'default', isRecording: true, lastStatus: 'SUCCESS' }]),
  findings: read({ findings: [], unreadRules: [] }),
  history: read([]),
  writes: read(null),
}
const seen = (trails: readonly Trail[], eventDataStores?: readonly string[]) =>
  read({ trails, ...(eventDataStores !== undefined && { eventDataStores }) })
const daysAgo = (days: number): number => testNow - days * 86_400_000
const user = (more: Partial<ReportedUser>): ReportedUser => ({
  name: 'ana',
  isRoot: false,
  hasPassword: true,
  hasMfa: true,
  createdAt: daysAgo(400),
  passwordLastUsedAt: daysAgo(1),
  keys: [],
  ...more,
})
const report = (...users: ReportedUser[]) => ({ report: read({ users }), ...config })
const trail = (more: Partial<Trail>): Trail => ({
  name: 'main',
  arn: 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/main',
  homeRegion: 'eu-west-1',
  isMultiRegion: true,
  isOrganization: false,
  validatesFiles: true,
  bucket: 'trail-logs',
  isLogging: true,
  management: 'all',
  ...more,
})

describe('users', () => {
  it('without MFA are found only where they have a password', () => {
    expect(diagnose(iamNoMfa, account, report(user({ hasMfa: false })))).toMatchObject({
      strength: 'proven',
      standsAlone: true,
    })
    expect(diagnose(iamNoMfa, account, report(user({ hasMfa: false, hasPassword: false })))).toHaveProperty('clear')
  })

  it('with old keys are told from those with unused ones', () => {
    const old = user({ keys: [{ number: 1, isActive: true, rotatedAt: daysAgo(200), usedAt: daysAgo(1) }] })
    const inactive = user({ keys: [{ number: 1, isActive: false, rotatedAt: daysAgo(900) }] })

    expect(diagnose(iamKeyOld, account, report(old))).toMatchObject({ strength: 'proven' })
    expect(diagnose(iamKeyUnused, account, report(old))).toHaveProperty('clear')
    expect(diagnose(iamKeyOld, account, report(inactive))).toHaveProperty('clear')
  })

  it('stay undecided where the report is refused', () => {
    expect(diagnose(iamNoMfa, account, { report: denied, ...config })).toHaveProperty('inconclusive')
  })

  it('are marked by a Config rule even then', () => {
    const finding = {
      rule: 'mfa',
      identifier: 'MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS',
      resourceType: 'AWS::IAM::User',
      resourceId: 'AIDAANA',
    }
    const found = diagnose(iamNoMfa, account, {
      ...config,
      report: denied,
      findings: read({ findings: [finding], unreadRules: [] }),
    })

    expect(found).toMatchObject({ strength: 'proven' })
  })
})

describe('the root user', () => {
  it.each([
    [{ hasMfa: false }, 'strength'],
    [{ hasMfa: true }, 'clear'],
    [{ hasMfa: false, hasPassword: false }, 'clear'],
    [{}, 'inconclusive'],
  ])('with %j is %s', (root, property) => {
    expect(diagnose(iamRootMfa, account, { root: read(root), ...config })).toHaveProperty(property)
  })

  it('with a key is critical', () => {
    const found = diagnose(iamRootAccessKey, account, { root: read({ hasAccessKeys: true }), ...config })

    expect(found).toMatchObject({ strength: 'proven', summary: expect.stringMatching(/^Critical/) })
  })
})

describe('policies', () => {
  const powers = (more: object) => ({
    principals: read({ administrators: [], quarantined: [], complete: true, ...more }),
    ...config,
  })
  const row = {
    kind: 'user' as const,
    name: 'ci',
    policy: 'AdministratorAccess',
    isAwsManaged: true,
    hasBoundary: false,
  }

  it('that allow everything are found on users, not behind a boundary or on roles meant for it', () => {
    expect(diagnose(iamAdminPolicy, account, powers({ administrators: [row] }))).toHaveProperty('strength', 'likely')
    expect(
      diagnose(iamAdminPolicy, account, powers({ administrators: [{ ...row, hasBoundary: true }] })),
    ).toHaveProperty('clear')
    expect(diagnose(iamAdminPolicy, account, powers({ administrators: [{ ...row, kind: 'role' }] }))).toHaveProperty(
      'clear',
    )
  })

  it('of quarantine are found', () => {
    expect(
      diagnose(
        iamKeyQuarantine,
        account,
        powers({ quarantined: [{ user: 'ci', policy: 'AWSCompromisedKeyQuarantineV3' }] }),
      ),
    ).toHaveProperty('strength', 'proven')
    expect(diagnose(iamKeyQuarantine, account, powers({}))).toHaveProperty('clear')
  })

  it('of passwords matter only to users with passwords', () => {
    expect(
      diagnose(iamPasswordPolicy, account, { policy: read(null), ...report(user({ hasPassword: false })) }),
    ).toHaveProperty('clear')
    expect(
      diagnose(iamPasswordPolicy, account, { policy: read({ minimumLength: 6, classes: 0 }), ...report(user({})) }),
    ).toHaveProperty('strength', 'likely')
  })
})

describe('trails', () => {
  it.each([
    ['none', [], 'likely'],
    ['a stopped one', [trail({ isLogging: false })], 'proven'],
    ['one region only', [trail({ isMultiRegion: false })], 'proven'],
    ['some management events only', [trail({ management: 'some' })], 'proven'],
  ])('with %s are a finding', (_, trails, strength) => {
    expect(diagnose(ctOff, account, { trails: seen(trails, []), ...config })).toHaveProperty('strength', strength)
  })

  it('are fine with one that sees everything beside a stopped one', () => {
    expect(
      diagnose(ctOff, account, { trails: seen([trail({ isLogging: false }), trail({})]), ...config }),
    ).toHaveProperty('clear')
  })

  it('are unknown where their state was refused', () => {
    const { isLogging: _, ...unknown } = trail({})
    expect(diagnose(ctOff, account, { trails: seen([unknown]), ...config })).toHaveProperty('inconclusive')
    expect(diagnose(ctOff, account, { trails: denied, ...config })).toHaveProperty('inconclusive')
  })

  it('that cannot deliver say why', () => {
    expect(
      diagnose(ctDeliveryError, account, { trails: seen([trail({ deliveryError: 'AccessDenied' })]), ...config }),
    ).toHaveProperty('strength', 'proven')
    expect(diagnose(ctDeliveryError, account, { trails: seen([trail({})]), ...config })).toHaveProperty('clear')
  })
})
