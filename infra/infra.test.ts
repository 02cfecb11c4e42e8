import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, it } from 'vitest'
import { managedPolicyCharacters } from '../src/playbook/permissions.ts'
import { HubStack } from './hub-stack.ts'
import { SpokeStack } from './spoke-stack.ts'

const watched = 'arn:aws:iam::210987654321:role/FirstlookDiagnostic'
let hub: Template
let spoke: Template

beforeAll(() => {
  // The stack needs a folder for each bundle; what is in it is the bundle test's business.
  const bundles = mkdtempSync(join(tmpdir(), 'firstlook-bundles-'))
  for (const bundle of ['ingress', 'worker']) {
    mkdirSync(join(bundles, bundle))
    writeFileSync(join(bundles, bundle, 'index.js'), 'exports.handler = async () => undefined\n')
  }
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'firstlook-synth-')) })
  const stacks = [
    new HubStack(app, 'Hub', { watchedRoleArns: [watched], bundles }),
    new SpokeStack(app, 'Spoke', {}),
  ] as const
  hub = Template.fromStack(stacks[0])
  spoke = Template.fromStack(stacks[1])
})

interface Statement {
  readonly Effect: string
  readonly Action: string | string[]
  readonly Resource: unknown
}

/** Every statement of the policies attached to one of the hub's roles. */
function statementsOf(role: string): Statement[] {
  return Object.values(hub.findResources('AWS::IAM::Policy'))
    .filter(({ Properties }) => JSON.stringify(Properties.Roles).includes(role))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[])
}

const actionsOf = (statements: readonly Statement[]): string[] => statements.flatMap(({ Action }) => Action).sort()

describe('the hub', () => {
  it('lets the public function send to one queue and read one secret, and nothing else', () => {
    expect(actionsOf(statementsOf('IngressRole'))).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:GetSecretValue',
      'sqs:SendMessage',
    ])
  })

  it('lets the worker assume only the roles of watched accounts', () => {
    const assuming = statementsOf('WorkerRole').filter(({ Action }) => [Action].flat().includes('sts:AssumeRole'))

    expect(assuming.map(({ Resource }) => Resource)).toEqual([watched])
  })

  it('has no action with a star', () => {
    expect(
      actionsOf([...statementsOf('IngressRole'), ...statementsOf('WorkerRole')]).filter((action) =>
        action.includes('*'),
      ),
    ).toEqual([])
  })

  it('keeps its table and its dead letters', () => {
    hub.hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Retain' })
    hub.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true })
    hub.hasResourceProperties('AWS::Events::Rule', {
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    })
  })

  it('answers each message by itself and hands back what failed', () => {
    hub.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    })
    hub.allResourcesProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Architectures: ['arm64'] })
  })
})

describe('the spoke', () => {
  it('trusts the worker alone, with the external id and from the organisation, and lets it say who asks', () => {
    const Principal = { AWS: { Ref: 'WorkerRoleArn' } }
    const organisation = { 'aws:PrincipalOrgID': { Ref: 'OrganizationId' } }
    spoke.hasResourceProperties('AWS::IAM::Role', {
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

  it('holds policies that fit IAM’s size and deny data', () => {
    const documents = Object.values(spoke.findResources('AWS::IAM::ManagedPolicy')).map(({ Properties }) =>
      JSON.stringify(Properties.PolicyDocument),
    )

    for (const document of documents) expect(document.length).toBeLessThanOrEqual(managedPolicyCharacters)
    expect(
      documents.some((document) => document.includes('"Effect":"Deny"') && document.includes('dynamodb:GetItem')),
    ).toBe(true)
  })
})
