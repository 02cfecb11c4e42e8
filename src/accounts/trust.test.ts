import { describe, expect, it } from 'vitest'
import { deniedRole, trustStatements } from './trust.ts'

const roleArn = 'arn:aws-cn:iam::222222222222:role/FirstlookDiagnostic'
const role = { roleArn, account: '222222222222', accountName: 'prod', region: 'cn-north-1' }
const worker = 'arn:aws-cn:sts::123456789012:assumed-role/FirstlookWorker/firstlook'
const refused = (action: string, why = '') => ({
  code: 'AccessDenied',
  message: `User: ${worker} is not authorized to perform: ${action} on resource: ${roleArn}${why}`,
  action,
})

it('asks for the external id where STS knows it, and nowhere else', () => {
  const [assuming, naming, ...more] = trustStatements({
    principalArn: worker,
    externalId: 'xyz',
    organizationId: 'o-1234567890',
  })
  expect(assuming).toMatchObject({
    Action: ['sts:AssumeRole'],
    Condition: { StringEquals: { 'sts:ExternalId': 'xyz', 'aws:PrincipalOrgID': 'o-1234567890' } },
  })
  expect(naming).toMatchObject({
    Action: ['sts:SetSourceIdentity', 'sts:TagSession'],
    Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } },
  })
  expect(JSON.stringify(naming)).not.toContain('ExternalId')
  expect(more).toEqual([])
})

describe('a refusal', () => {
  it('names the role of the caller, not its session, in its own partition', () => {
    expect(deniedRole(refused('sts:AssumeRole'), role, 'xyz').statement).toEqual({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws-cn:iam::123456789012:role/FirstlookWorker' },
      Action: ['sts:AssumeRole'],
      Condition: { StringEquals: { 'sts:ExternalId': 'xyz' } },
    })
  })
  it.each(['sts:TagSession', 'sts:SetSourceIdentity'])('of %s names the statement that holds it', (action) => {
    expect(deniedRole(refused(action), role, 'xyz').statement?.Action).toContain(action)
  })
  it('by the caller’s own policy is not blamed on the trust policy', () => {
    const why = ' because no identity-based policy allows the sts:AssumeRole action'
    expect(deniedRole(refused('sts:AssumeRole', why), role, 'xyz')).not.toHaveProperty('statement')
  })
})
