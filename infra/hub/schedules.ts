import { ArnFormat, Stack } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnSchedule, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Job } from '../../src/incidents/job.ts'

/** Where the worker plans what is due, and the role it is sent with: to the work queue and nowhere else. Once a day `doctor` is due. */
export class Schedules extends Construct {
  readonly groupName: string
  readonly schedulesArn: string
  readonly role: Role

  constructor(scope: Construct, id: string, { work }: { readonly work: Queue }) {
    super(scope, id)
    const group = new ScheduleGroup(this, 'Group')
    this.groupName = group.scheduleGroupName
    const { account } = Stack.of(this)
    this.schedulesArn = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${this.groupName}/*`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    })
    this.role = new Role(this, 'Role', {
      description: 'Sends what is due to the work queue of Firstlook',
      // Nobody else's schedules: without the conditions, any that could name this role would be sent with it.
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnEquals: { 'aws:SourceArn': group.scheduleGroupArn },
        },
      }),
    })
    this.role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [work.queueArn] }))
    const lookAround: Job = { job: 'on-call', due: { kind: 'look-around', rotationId: 'accounts', at: 0, since: 0 } }
    const daily = new CfnSchedule(this, 'LookAround', {
      description: 'Has doctor look at every account once a day, for App Home and the handoffs',
      groupName: this.groupName,
      scheduleExpression: 'rate(1 day)',
      // Nobody waits for it, and at a full hour everybody asks AWS at once.
      flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 60 },
      target: { arn: work.queueArn, roleArn: this.role.roleArn, input: JSON.stringify(lookAround) },
    })
    daily.node.addDependency(this.role)
  }
}
