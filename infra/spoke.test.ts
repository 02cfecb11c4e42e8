import type { Template } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, it } from 'vitest'
import { deniedDataActions, managedPolicyCharacters } from '../src/playbook/permissions.ts'
import { ownAlarmPrefix, takenEvents } from './event-patterns.ts'
import { forwardingAlarmName } from './spoke/forwarding.ts'
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
        {
          Arn: { Ref: 'EventBusArn' },
          RoleArn: expect.anything(),
          DeadLetterConfig: { Arn: expect.anything() },
          RetryPolicy: { MaximumEventAgeInSeconds: 3600 },
        },
      ])
    spoke.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
    })
    expect(statementsOf(spoke, 'ForwardingRole')).toMatchObject([
      { Action: 'events:PutEvents', Resource: { Ref: 'EventBusArn' } },
    ])
  })
})

describe('what could not be forwarded', () => {
  const ofType = (type: string) => Object.entries(spoke.findResources(type))

  it('rings an alarm that the rules themselves let through, and an inbox where there is one', () => {
    const [alarm] = ofType('AWS::CloudWatch::Alarm')
    const [queue] = ofType('AWS::SQS::Queue')
    const [topic] = ofType('AWS::SNS::Topic')
    expect(alarm?.[1].Properties).toMatchObject({
      AlarmName: forwardingAlarmName,
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue?.[0], 'QueueName'] } }],
      Threshold: 1,
      AlarmActions: [{ 'Fn::If': [expect.stringContaining('HasEmail'), { Ref: topic?.[0] }, { Ref: 'AWS::NoValue' }] }],
    })
    const [pattern] = takenEvents.flatMap(({ id, pattern: { detail } }) => (id === 'AlarmState' ? [detail] : []))
    expect(pattern?.alarmName).toEqual([{ 'anything-but': { prefix: ownAlarmPrefix } }])
    expect(forwardingAlarmName.startsWith(ownAlarmPrefix)).toBe(false)
    expect(topic?.[1]).toMatchObject({
      Condition: expect.stringContaining('HasEmail'),
      Properties: { Subscription: [{ Protocol: 'email', Endpoint: { Ref: 'OwnAlarmsEmail' } }] },
    })
  })

  it('is told by that alarm alone', () => {
    const [policy] = ofType('AWS::SNS::TopicPolicy')
    const [allowing, ...denying] = policy?.[1].Properties.PolicyDocument.Statement ?? []
    expect(allowing).toMatchObject({
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    })
    expect(JSON.stringify(allowing.Condition.ArnEquals)).toContain(`alarm:${forwardingAlarmName}`)
    expect(denying.map(({ Effect }: { Effect: string }) => Effect)).toEqual(['Deny'])
  })
})

describe('as a StackSet’s template', () => {
  it('needs nothing of CDK’s', () => {
    const template = JSON.parse(plainTemplate(spoke.toJSON()))
    expect(Object.keys(template.Parameters).sort()).toEqual([
      'EventBusArn',
      'ExternalId',
      'OrganizationId',
      'OwnAlarmsEmail',
      'RoleRegion',
      'WorkerRoleArn',
    ])
    expect(Object.keys(template.Resources)).toEqual(Object.keys(spoke.toJSON().Resources))
    expect(JSON.stringify(template)).not.toMatch(/aws:cdk|Bootstrap/)
  })

  it('names no partition, so that it deploys in each', () => {
    expect(JSON.stringify(spoke.toJSON())).not.toMatch(/arn:aws:|\.amazonaws\.com\//)
  })

  it('is refused with an asset, or too large for a request', () => {
    expect(() => plainTemplate({ Resources: { A: { Key: 'cdk-hnb659fds-assets' } } })).toThrow('bootstrap')
    expect(() => plainTemplate({ Resources: { A: 'x'.repeat(60_000) } })).toThrow('51200')
  })
})
