import { type CfnCondition, CfnResource, Duration } from 'aws-cdk-lib'
import { ArnPrincipal, ManagedPolicy, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { trustStatements } from '../../src/accounts/trust.ts'
import { informationCommands } from '../../src/entry/information.ts'
import { playbook } from '../../src/playbook/index.ts'
import { allActions, diagnosticPolicies, type PolicyDocument as ReadPolicy } from '../../src/playbook/permissions.ts'
import { lookups } from '../../src/targets/resolve/index.ts'
import { acknowledge } from '../acknowledge.ts'

export const diagnosticRoleName = 'FirstlookDiagnostic'

export interface DiagnosticRoleProps {
  readonly workerRoleArn: string
  readonly externalId: string
  readonly organizationId: string
  /** Roles are the same in every region: made where this holds. */
  readonly condition: CfnCondition
}

/** The role that an account is read with: its policies computed from the probes, data denied whatever else the role may collect. */
export class DiagnosticRole extends Construct {
  readonly roleArn: string

  constructor(scope: Construct, id: string, props: DiagnosticRoleProps) {
    super(scope, id)
    const [assuming, ...naming] = trustStatements({
      principalArn: props.workerRoleArn,
      externalId: props.externalId,
      organizationId: props.organizationId,
    })
    const policies = diagnosticPolicies(allActions(playbook, lookups, informationCommands))
    const role = new Role(this, 'Diagnostic', {
      roleName: diagnosticRoleName,
      description: 'Read by Firstlook: configuration, metrics and logs; no data, no writes',
      assumedBy: new ArnPrincipal(props.workerRoleArn).withConditions({ ...assuming?.Condition }),
      maxSessionDuration: Duration.hours(1),
      managedPolicies: policies.map(
        (document, index) =>
          new ManagedPolicy(this, `Policy${index + 1}`, { document: PolicyDocument.fromJson(document) }),
      ),
    })
    role.assumeRolePolicy?.addStatements(...naming.map((statement) => PolicyStatement.fromJson(statement)))
    this.roleArn = role.roleArn
    for (const child of this.node.findAll())
      if (child instanceof CfnResource) child.cfnOptions.condition = props.condition
    acknowledge(this, Object.fromEntries(wildcardsIn(policies).map((finding) => [finding, whyWildcards])))
  }
}

const whyWildcards =
  'Which resources are failing is not known beforehand, and most of these actions take no resource. Actions are named one by one, none writes, data is denied, and each session is narrowed to the services and regions of the question.'

/** cdk-nag wants each wildcard named. */
function wildcardsIn(policies: readonly ReadPolicy[]): string[] {
  const resources = policies.flatMap(({ Statement }) => Statement.flatMap(({ Resource }) => Resource))
  return [...new Set(resources)]
    .filter((each) => each.includes('*'))
    .map((each) => `AwsSolutions-IAM5[Resource::${each}]`)
}
