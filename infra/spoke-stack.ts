import { CfnCondition, CfnOutput, CfnParameter, Fn, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { DiagnosticRole } from './spoke/diagnostic-role.ts'
import { Forwarding } from './spoke/forwarding.ts'

/**
 * A watched account: the role that Firstlook reads it with, and in each region the rules that forward its events. The template has
 * parameters for all that differs and holds no assets, so that it serves as a stack and as a StackSet's template alike.
 */
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
    const eventBusArn = new CfnParameter(this, 'EventBusArn', {
      description: 'Firstlook’s event bus, an output of the hub stack',
      allowedPattern: 'arn:[\\w-]+:events:[\\w-]+:\\d{12}:event-bus/.+',
    })
    const roleRegion = new CfnParameter(this, 'RoleRegion', {
      description:
        'The one region of this account in which the role is made, for example eu-west-1; every region forwards events',
      allowedPattern: '[a-z]{2,4}(-[a-z]{2,10}){1,2}-\\d{1,2}',
    })
    const email = new CfnParameter(this, 'OwnAlarmsEmail', {
      description: 'An e-mail address that is told when events cannot be forwarded to Firstlook. Empty: none.',
      default: '',
    })
    const isRoleRegion = new CfnCondition(this, 'IsRoleRegion', {
      expression: Fn.conditionEquals(this.region, roleRegion.valueAsString),
    })
    const { roleArn } = new DiagnosticRole(this, 'Reading', {
      workerRoleArn: workerRoleArn.valueAsString,
      externalId: externalId.valueAsString,
      organizationId: organisation.valueAsString,
      condition: isRoleRegion,
    })
    new Forwarding(this, 'Forwarding', { eventBusArn: eventBusArn.valueAsString, email: email.valueAsString })
    new CfnOutput(this, 'RoleArn', { value: roleArn, condition: isRoleRegion })
  }
}
