import { describeAlarmsActions } from '../evidence/cloudwatch/alarms.ts'
import { type AnyProbe, actionsOf, type IamAction, probesOf } from '../evidence/probe.ts'
import type { Lookup } from '../targets/resolve/resolution.ts'
import type { Cause } from './cause.ts'
import type { ChangeSource, Hop, Sign } from './sign.ts'

/** The lists that hold everything the playbook may read. */
export interface Reading {
  readonly causes: readonly Cause[]
  readonly signs: readonly Sign[]
  readonly hops: readonly Hop[]
  readonly changes: readonly ChangeSource[]
}

/** Every probe that anything in the playbook names, probes read through others included, by id. */
export function allProbes({ causes, signs, hops, changes }: Reading): AnyProbe[] {
  const found = new Map<string, AnyProbe>()
  const add = (probe: AnyProbe): void => {
    if (found.has(probe.id)) return
    found.set(probe.id, probe)
    for (const used of probe.uses ?? []) add(used)
  }
  for (const entry of [...causes, ...signs, ...hops, ...changes]) for (const probe of probesOf(entry.needs)) add(probe)
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** What a command reads besides the playbook. */
export interface CommandReading {
  readonly reads: readonly AnyProbe[]
  readonly lookups: readonly Lookup[]
}

/** Every action Firstlook may send to a watched account: the probes', the name look-ups', the alarms' and the commands'. */
export function allActions(
  reading: Reading,
  lookups: readonly Lookup[],
  commands: readonly CommandReading[],
): IamAction[] {
  const actions = new Set<IamAction>(actionsOf([...allProbes(reading), ...commands.flatMap(({ reads }) => reads)]))
  for (const lookup of [...lookups, ...commands.flatMap((command) => command.lookups)])
    for (const action of lookup.actions) actions.add(action)
  for (const action of describeAlarmsActions) actions.add(action)
  actions.add('sts:GetCallerIdentity')
  return [...actions].sort()
}

/** Data that must never be read, whatever other policies a role collects. */
export const deniedDataActions: readonly IamAction[] = [
  'dynamodb:BatchGetItem',
  'dynamodb:GetItem',
  'dynamodb:PartiQLSelect',
  'dynamodb:Query',
  'dynamodb:Scan',
  'kms:Decrypt',
  'lambda:GetFunction',
  'lambda:GetLayerVersion',
  'lambda:InvokeFunction',
  'logs:Unmask',
  's3:GetObject',
  's3:GetObjectVersion',
  'secretsmanager:GetSecretValue',
  'sqs:ReceiveMessage',
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
]

export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly {
    readonly Sid: string
    readonly Effect: 'Allow' | 'Deny'
    readonly Action: readonly string[]
    readonly Resource: string | readonly string[]
  }[]
}

/** IAM's limit for a managed policy, white space not counted. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const managedPolicyCharacters = 6_144

/** The diagnostic role's policies: what is read, by service, in as few documents as fit; and one that denies data. */
export function diagnosticPolicies(actions: readonly IamAction[]): PolicyDocument[] {
  const services = new Map<string, IamAction[]>()
  for (const action of actions) {
    const service = action.split(':')[0] ?? ''
    services.set(service, [...(services.get(service) ?? []), action])
  }
  const statements = [...services].map(([service, Action]) => ({
    Sid: `Read${service.replace(/[^a-z0-9]/gi, '').replace(/^./, (letter) => letter.toUpperCase())}`,
    Effect: 'Allow' as const,
    Action,
    // API keys are readable with the same action as everything else of API Gateway, so the paths are named.
    Resource: service === 'apigateway' ? apiGatewayPaths : '*',
  }))
  const documents: PolicyDocument[] = []
  let current: PolicyDocument['Statement'][number][] = []
  const flush = (): void => {
    if (current.length > 0) documents.push({ Version: '2012-10-17', Statement: current })
    current = []
  }
  for (const statement of statements) {
    if (JSON.stringify({ Version: '2012-10-17', Statement: [...current, statement] }).length > managedPolicyCharacters)
      flush()
    current.push(statement)
  }
  flush()
  return [
    ...documents,
    {
      Version: '2012-10-17',
      Statement: [{ Sid: 'NoData', Effect: 'Deny', Action: deniedDataActions, Resource: '*' }, noApiKeys],
    },
  ]
}

const apiGatewayPaths = [
  'account',
  'apis',
  'apis/*',
  'domainnames',
  'domainnames/*',
  'restapis',
  'restapis/*',
  'usageplans',
  'usageplans/*/usage',
  'vpclinks',
  'vpclinks/*',
].map((path) => `arn:*:apigateway:*::/${path}`)

const noApiKeys = {
  Sid: 'NoApiKeys',
  Effect: 'Deny' as const,
  Action: ['apigateway:GET'],
  Resource: [
    'arn:*:apigateway:*::/apikeys',
    'arn:*:apigateway:*::/apikeys/*',
    'arn:*:apigateway:*::/usageplans/*/keys',
    'arn:*:apigateway:*::/usageplans/*/keys/*',
  ],
}
