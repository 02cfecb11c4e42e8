import type { Config } from '../../src/config/config.ts'

export interface HubOutputs {
  readonly RequestUrl?: string
  readonly WorkerRoleArn?: string
  readonly EventBusArn?: string
  readonly SigningSecretArn?: string
  readonly BotSecretArn?: string
}

/** What CloudFormation puts out of the hub stack, from the file that `cdk deploy --outputs-file` writes. */
export function hubOutputs(text: string | undefined): HubOutputs {
  const parsed: { FirstlookHub?: HubOutputs } = JSON.parse(text ?? '{}')
  return parsed.FirstlookHub ?? {}
}

type Account = Config['accounts'][string]

/** What was asked of the operator and is the same for every spoke; each may be empty. */
export interface Told {
  readonly organizationId: string
  readonly email: string
}

function parametersOf({ externalId, regions }: Account, hub: HubOutputs, told: Told): [string, string][] {
  return [
    ['WorkerRoleArn', hub.WorkerRoleArn ?? 'WORKER_ROLE_ARN'],
    ['EventBusArn', hub.EventBusArn ?? 'EVENT_BUS_ARN'],
    ['ExternalId', externalId ?? 'EXTERNAL_ID'],
    ['OrganizationId', told.organizationId || 'ORGANIZATION_ID'],
    ['RoleRegion', regions[0] ?? 'REGION'],
    ...(told.email === '' ? [] : [['OwnAlarmsEmail', told.email] satisfies [string, string]]),
  ]
}

/** The lines that deploy the spoke into one account, a region after the other, with that account's credentials. */
export function spokeLines(name: string, account: Account, hub: HubOutputs, told: Told): string[] {
  const parameters = parametersOf(account, hub, told).map(([key, value]) => `--parameters ${key}=${value}`)
  return account.regions.map(
    (region) => `AWS_PROFILE=${name} AWS_REGION=${region} npx cdk deploy FirstlookSpoke ${parameters.join(' ')}`,
  )
}

/**
 * The lines that deploy it into all accounts from the organisation's management account.
 * With managed execution, a line that comes while another is under way waits for it instead of failing.
 */
export function stackSetLines(accounts: Config['accounts'], hub: HubOutputs, told: Told): string[] {
  const all = Object.values(accounts)
  const [first] = all
  if (first === undefined) return []
  const shown = (pairs: readonly [string, string][]) =>
    pairs.map(([key, value]) => `ParameterKey=${key},ParameterValue=${value}`).join(' ')
  return [
    'aws cloudformation activate-organizations-access',
    [
      'aws cloudformation create-stack-set --stack-set-name FirstlookSpoke --template-body file://dist/spoke.template.json',
      `--parameters ${shown(parametersOf(first, hub, told))}`,
      '--permission-model SERVICE_MANAGED --auto-deployment Enabled=false --managed-execution Active=true --capabilities CAPABILITY_NAMED_IAM',
    ].join(' '),
    ...all.map((account) =>
      [
        'aws cloudformation create-stack-instances --stack-set-name FirstlookSpoke',
        `--deployment-targets OrganizationalUnitIds=UNIT_ID,Accounts=${account.id},AccountFilterType=INTERSECTION`,
        `--regions ${account.regions.join(' ')}`,
        `--parameter-overrides ${shown(
          parametersOf(account, hub, told).filter(([key]) => key === 'ExternalId' || key === 'RoleRegion'),
        )}`,
      ].join(' '),
    ),
  ]
}
