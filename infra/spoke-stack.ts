import { CfnOutput, CfnParameter, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import { ArnPrincipal, ManagedPolicy, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { trustStatements } from '../src/accounts/trust.ts'
import { informationCommands } from '../src/entry/information.ts'
import { playbook } from '../src/playbook/index.ts'
import { allActions, diagnosticPolicies } from '../src/playbook/permissions.ts'
import { lookups } from '../src/targets/resolve/index.ts'

/** A watched account: the role that Firstlook reads it with, its policies computed from the probes. */
export class SpokeStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props)
    const workerRoleArn = new CfnParameter(this, 'WorkerRoleArn', {
      description: 'The role of Firstlook’s worker, an output of the hub stack',
      allowedPattern: 'arn:[\\w-]+:iam::\\d{12}:role/.+',
    })
    const externalId = new CfnParameter(this, 'ExternalId', {
      description: 'The external id of this account in firstlook.config.ts',
      noEcho: true,
      minLength: 2,
    })
    const organisation = new CfnParameter(this, 'OrganizationId', {
      description: 'The organisation both accounts belong to: o-…',
      allowedPattern: 'o-[a-z0-9]{10,32}',
    })
    const [assuming, ...naming] = trustStatements({
      principalArn: workerRoleArn.valueAsString,
      externalId: externalId.valueAsString,
      organizationId: organisation.valueAsString,
    })
    const policies = diagnosticPolicies(allActions(playbook, lookups, informationCommands))
    const role = new Role(this, 'Diagnostic', {
      roleName: 'FirstlookDiagnostic',
      description: 'Read by Firstlook: configuration, metrics and logs; no data, no writes',
      assumedBy: new ArnPrincipal(workerRoleArn.valueAsString).withConditions({ ...assuming?.Condition }),
      maxSessionDuration: Duration.hours(1),
      managedPolicies: policies.map(
        (document, index) =>
          new ManagedPolicy(this, `Policy${index + 1}`, { document: PolicyDocument.fromJson(document) }),
      ),
    })
    role.assumeRolePolicy?.addStatements(...naming.map((statement) => PolicyStatement.fromJson(statement)))
    new CfnOutput(this, 'RoleArn', { value: role.roleArn })
  }
}
