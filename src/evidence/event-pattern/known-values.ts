import type { FieldMismatch } from './explain.ts'
import { isObject, type Json } from './json.ts'
import type { Pattern, PatternField } from './pattern.ts'

const envelope = [
  'version',
  'id',
  'detail-type',
  'source',
  'account',
  'time',
  'region',
  'resources',
  'detail',
  'replay-name',
]

/** How AWS services write what rules most often ask for. */
const detailTypes = [
  'AWS API Call via CloudTrail',
  'AWS Console Sign In via CloudTrail',
  'AWS Service Event via CloudTrail',
  'AWS Health Event',
  'Batch Job State Change',
  'CloudWatch Alarm State Change',
  'CodeBuild Build State Change',
  'CodeDeploy Deployment State-change Notification',
  'CodePipeline Pipeline Execution State Change',
  'Config Rules Compliance Change',
  'EC2 Instance State-change Notification',
  'EC2 Spot Instance Interruption Warning',
  'ECR Image Action',
  'ECS Task State Change',
  'Glue Job State Change',
  'GuardDuty Finding',
  'Object Created',
  'Object Deleted',
  'Parameter Store Change',
  'RDS DB Instance Event',
  'Scheduled Event',
  'Security Hub Findings - Imported',
  'Step Functions Execution Status Change',
]

const valuesByField: readonly { readonly source: string; readonly path: string; readonly values: readonly string[] }[] =
  [
    {
      source: 'aws.ec2',
      path: 'detail.state',
      values: ['pending', 'running', 'shutting-down', 'stopped', 'stopping', 'terminated'],
    },
    { source: 'aws.cloudwatch', path: 'detail.state.value', values: ['OK', 'ALARM', 'INSUFFICIENT_DATA'] },
    {
      source: 'aws.ecs',
      path: 'detail.lastStatus',
      values: [
        'PROVISIONING',
        'PENDING',
        'ACTIVATING',
        'RUNNING',
        'DEACTIVATING',
        'STOPPING',
        'DEPROVISIONING',
        'STOPPED',
      ],
    },
    { source: 'aws.states', path: 'detail.status', values: ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] },
    {
      source: 'aws.codepipeline',
      path: 'detail.state',
      values: ['STARTED', 'SUCCEEDED', 'FAILED', 'RESUMED', 'CANCELED', 'SUPERSEDED'],
    },
    { source: 'aws.codebuild', path: 'detail.build-status', values: ['IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'STOPPED'] },
    {
      source: 'aws.glue',
      path: 'detail.state',
      values: ['STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'TIMEOUT', 'STOPPED'],
    },
  ]

/** What can be told from a pattern alone: fields that no event of EventBridge can match, in every alternative. */
export function impossibleFields(pattern: Pattern): readonly FieldMismatch[] {
  if (pattern.fault !== undefined) return []
  const found = pattern.alternatives.map((fields) => fields.flatMap((field) => impossible(field, fields) ?? []))
  return found.length > 0 && found.every((each) => each.length > 0) ? (found[0] ?? []) : []
}

function impossible(field: PatternField, fields: readonly PatternField[]): FieldMismatch | undefined {
  const { path, matchers } = field
  const wanted = JSON.stringify(matchers)
  const [top = ''] = path.split('.')
  const accepts = (test: (matcher: Json) => boolean): boolean => matchers.every(test)
  if (!envelope.includes(top) && !matchers.some((each) => isObject(each) && each.exists === false)) {
    const meant = envelope.find(
      (each) => each.replace('-', '').toLowerCase() === top.replace(/[-_]/g, '').toLowerCase(),
    )
    const why = `Events have no field \`${top}\`${meant === undefined ? ' at their top level' : `; it is called \`${meant}\``}.`
    return {
      path,
      kind: meant !== undefined && meant.toLowerCase() === top.toLowerCase() ? 'case' : 'other',
      wanted,
      given: 'nothing',
      why,
    }
  }
  const known = knownFor(path, fields)
  const slip = (matcher: Json): string | undefined =>
    typeof matcher === 'string'
      ? known.find((each) => each !== matcher && each.toLowerCase() === matcher.toLowerCase())
      : undefined
  if (accepts((matcher) => slip(matcher) !== undefined)) {
    const right = matchers.map((each) => slip(each)).join(', ')
    return {
      path,
      kind: 'case',
      wanted,
      given: right,
      why: `AWS writes \`${path}\` as ${right}; the pattern wants ${wanted}, and matching is case-sensitive.`,
    }
  }
  if (
    path === 'source' &&
    accepts(
      (matcher) =>
        typeof matcher === 'string' &&
        /^aws\./i.test(matcher) &&
        !matcher.startsWith('aws.partner/') &&
        matcher !== matcher.toLowerCase(),
    )
  )
    return {
      path,
      kind: 'case',
      wanted,
      given: JSON.stringify(matchers).toLowerCase(),
      why: `Sources of AWS services are written in lower case; the pattern wants ${wanted}.`,
    }
  return undefined
}

function knownFor(path: string, fields: readonly PatternField[]): readonly string[] {
  if (path === 'detail-type') return detailTypes
  const sources = fields.find((each) => each.path === 'source')?.matchers ?? []
  return valuesByField.find((each) => each.path === path && sources.includes(each.source))?.values ?? []
}
