import type { Template } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, it } from 'vitest'
import { deniedDataActions, managedPolicyCharacters } from '../src/playbook/permissions.ts'
import { takenEvents } from './event-patterns.ts'
import { plainTemplate } from './stack-set.ts'
import { actionsOf, statementsOf, synthesized } from './stacks-in-test.ts'

let spoke: Template
beforeAll(() => {
  spoke = synthesized().spoke
})

describe('the role', () => {
  it('trusts the worker alone, with the external id and from the organisation, and lets it say who asks', () => {
    const Principal = { AWS: { Ref: 'WorkerRoleArn' } }
    const organisation = { 'aws:PrincipalOrgID': { Ref: 'OrganizationId' } }
    spoke.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'FirstlookDiagnostic',
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal,
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { ...organisation, 'sts:ExternalId': { Ref: 'ExternalId' } } },
          },
          {
            Effect: 'Allow',
            Principal,
            Action: ['sts:SetSourceIdentity', 'sts:TagSession'],
            Condition: { StringEquals: organisation },
          },
        ],
      },
    })
  })

  it('holds policies that fit IAM’s size, and no action with a star', () => {
    const documents = Object.values(spoke.findResources('AWS::IAM::ManagedPolicy')).map(({ Properties }) =>
      JSON.stringify(Properties.PolicyDocument),
    )
    expect(documents.length).toBeLessThanOrEqual(10)
    for (const document of documents) expect(document.length).toBeLessThanOrEqual(managedPolicyCharacters)
    expect(actionsOf(statementsOf(spoke)).filter((action) => action.includes('*'))).toEqual([])
  })

  it('denies data', () => {
    const denied = actionsOf(statementsOf(spoke).filter(({ Effect }) => Effect === 'Deny'))
    expect(deniedDataActions.filter((action) => !denied.includes(action))).toEqual([])
  })

  it('is made in one region, with its policies', () => {
    for (const type of ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Role'])
      for (const [id, { Condition }] of Object.entries(spoke.findResources(type)))
        expect([id, Condition]).toEqual([id, id.startsWith('Forwarding') ? undefined : 'IsRoleRegion'])
  })
})

describe('each region', () => {
  it('forwards every taken event to the bus, by a role that can do that only, or keeps it', () => {
    const rules = Object.values(spoke.findResources('AWS::Events::Rule')).map(({ Properties }) => Properties)
    expect(rules.map(({ EventPattern }) => EventPattern['detail-type'])).toEqual(
      takenEvents.map(({ pattern }) => pattern.detailType),
    )
    for (const { Targets } of rules)
      expect(Targets).toMatchObject([
        { Arn: { Ref: 'EventBusArn' }, RoleArn: expect.anything(), DeadLetterConfig: { Arn: expect.anything() } },
      ])
    expect(statementsOf(spoke, 'ForwardingRole')).toMatchObject([
      { Action: 'events:PutEvents', Resource: { Ref: 'EventBusArn' } },
    ])
  })
})

describe('as a StackSet’s template', () => {
  it('needs nothing of CDK’s', () => {
    const template = JSON.parse(plainTemplate(spoke.toJSON()))
    expect(Object.keys(template.Parameters).sort()).toEqual([
      'EventBusArn',
      'ExternalId',
      'OrganizationId',
      'RoleRegion',
      'WorkerRoleArn',
    ])
    expect(Object.keys(template.Resources)).toEqual(Object.keys(spoke.toJSON().Resources))
    expect(JSON.stringify(template)).not.toMatch(/aws:cdk|Bootstrap/)
  })

  it('is refused with an asset, or too large for a request', () => {
    expect(() => plainTemplate({ Resources: { A: { Key: 'cdk-hnb659fds-assets' } } })).toThrow('bootstrap')
    expect(() => plainTemplate({ Resources: { A: 'x'.repeat(60_000) } })).toThrow('51200')
  })
})
