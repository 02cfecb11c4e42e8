import {
  CloudFormationClient,
  DescribeEventsCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ListChangeSetsCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation'
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListEventDataStoresCommand,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail'
import {
  ConfigServiceClient,
  DescribeComplianceByConfigRuleCommand,
  DescribeConfigRuleEvaluationStatusCommand,
  DescribeConfigRulesCommand,
  DescribeConfigurationRecorderStatusCommand,
  GetComplianceDetailsByConfigRuleCommand,
} from '@aws-sdk/client-config-service'
import {
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam'
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import type { ServiceTrials } from './trial.ts'

export const identityTrials: ServiceTrials = async ({ aws, attempt, cannot }) => {
  const iam = aws.client(IAMClient)
  const [roles] = await Promise.all([
    attempt('iam:ListRoles', () => iam.send(new ListRolesCommand({ MaxItems: 1 }))),
    attempt('iam:GetAccountSummary', () => iam.send(new GetAccountSummaryCommand({}))),
    attempt('iam:GetAccountPasswordPolicy', () => iam.send(new GetAccountPasswordPolicyCommand({}))),
    attempt('iam:GetAccountAuthorizationDetails', () =>
      iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['Group'], MaxItems: 1 })),
    ),
  ])
  const RoleName = roles?.Roles?.[0]?.RoleName
  const noPolicy = 'no policy was found to try it on'
  if (RoleName === undefined) {
    cannot('no role was found to try it on', 'iam:GetRole', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies')
    return cannot(noPolicy, 'iam:GetRolePolicy', 'iam:GetPolicy', 'iam:GetPolicyVersion')
  }
  const [attached, inline] = await Promise.all([
    attempt('iam:ListAttachedRolePolicies', () => iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))),
    attempt('iam:ListRolePolicies', () => iam.send(new ListRolePoliciesCommand({ RoleName }))),
    attempt('iam:GetRole', () => iam.send(new GetRoleCommand({ RoleName }))),
  ])
  const PolicyName = inline?.PolicyNames?.[0]
  if (PolicyName === undefined) cannot(noPolicy, 'iam:GetRolePolicy')
  else await attempt('iam:GetRolePolicy', () => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })))
  const PolicyArn = attached?.AttachedPolicies?.[0]?.PolicyArn
  if (PolicyArn === undefined) return cannot(noPolicy, 'iam:GetPolicy', 'iam:GetPolicyVersion')
  const policy = await attempt('iam:GetPolicy', () => iam.send(new GetPolicyCommand({ PolicyArn })))
  const VersionId = policy?.Policy?.DefaultVersionId
  if (VersionId === undefined) return cannot(noPolicy, 'iam:GetPolicyVersion')
  await attempt('iam:GetPolicyVersion', () => iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })))
}

export const stackTrials: ServiceTrials = async ({ aws, attempt, cannot }) => {
  const formation = aws.client(CloudFormationClient)
  const [stacks] = await Promise.all([
    attempt('cloudformation:DescribeStacks', () => formation.send(new DescribeStacksCommand({}))),
    attempt('cloudformation:ListStacks', () => formation.send(new ListStacksCommand({}))),
    attempt('tag:GetResources', () =>
      aws.client(ResourceGroupsTaggingAPIClient).send(new GetResourcesCommand({ ResourcesPerPage: 1 })),
    ),
  ])
  const StackName = stacks?.Stacks?.[0]?.StackName
  if (StackName === undefined)
    return cannot(
      'no stack was found to try it on',
      'cloudformation:DescribeEvents',
      'cloudformation:DescribeStackEvents',
      'cloudformation:DescribeStackResourceDrifts',
      'cloudformation:DescribeStackResources',
      'cloudformation:ListChangeSets',
    )
  await Promise.all([
    attempt('cloudformation:DescribeEvents', () => formation.send(new DescribeEventsCommand({ StackName }))),
    attempt('cloudformation:DescribeStackEvents', () => formation.send(new DescribeStackEventsCommand({ StackName }))),
    attempt('cloudformation:DescribeStackResourceDrifts', () =>
      formation.send(new DescribeStackResourceDriftsCommand({ StackName, MaxResults: 1 })),
    ),
    attempt('cloudformation:DescribeStackResources', () =>
      formation.send(new DescribeStackResourcesCommand({ StackName })),
    ),
    attempt('cloudformation:ListChangeSets', () => formation.send(new ListChangeSetsCommand({ StackName }))),
  ])
}

export const changeTrials: ServiceTrials = async ({ aws, attempt, cannot }) => {
  const trails = aws.client(CloudTrailClient)
  const config = aws.client(ConfigServiceClient)
  const [described, rules] = await Promise.all([
    attempt('cloudtrail:DescribeTrails', () => trails.send(new DescribeTrailsCommand({}))),
    attempt('config:DescribeConfigRules', () => config.send(new DescribeConfigRulesCommand({}))),
    attempt('cloudtrail:LookupEvents', () => trails.send(new LookupEventsCommand({ MaxResults: 1 }))),
    attempt('cloudtrail:ListEventDataStores', () => trails.send(new ListEventDataStoresCommand({ MaxResults: 1 }))),
    attempt('config:DescribeComplianceByConfigRule', () => config.send(new DescribeComplianceByConfigRuleCommand({}))),
    attempt('config:DescribeConfigRuleEvaluationStatus', () =>
      config.send(new DescribeConfigRuleEvaluationStatusCommand({})),
    ),
    attempt('config:DescribeConfigurationRecorderStatus', () =>
      config.send(new DescribeConfigurationRecorderStatusCommand({})),
    ),
  ])
  const TrailName = described?.trailList?.[0]?.TrailARN
  if (TrailName === undefined)
    cannot('no trail was found to try it on', 'cloudtrail:GetEventSelectors', 'cloudtrail:GetTrailStatus')
  else
    await Promise.all([
      attempt('cloudtrail:GetEventSelectors', () => trails.send(new GetEventSelectorsCommand({ TrailName }))),
      attempt('cloudtrail:GetTrailStatus', () => trails.send(new GetTrailStatusCommand({ Name: TrailName }))),
    ])
  const ConfigRuleName = rules?.ConfigRules?.[0]?.ConfigRuleName
  if (ConfigRuleName === undefined)
    return cannot('no rule of AWS Config was found to try it on', 'config:GetComplianceDetailsByConfigRule')
  await attempt('config:GetComplianceDetailsByConfigRule', () =>
    config.send(new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName, Limit: 1 })),
  )
}
