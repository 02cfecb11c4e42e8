import { CfnCondition, Fn } from 'aws-cdk-lib'
import { CfnEventBusPolicy, EventBus, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { eventRetries, takenEvents } from '../event-patterns.ts'
import type { Queues } from './queues.ts'

/** The bus that watched accounts forward to, open to their organisation alone, and the rules that take events to the work queue. */
export class Intake extends Construct {
  readonly bus: EventBus

  /** `organizationId` may be empty: then nobody but the hub's own account may send. */
  constructor(
    scope: Construct,
    id: string,
    { queues, organizationId }: { readonly queues: Queues; readonly organizationId: string },
  ) {
    super(scope, id)
    this.bus = new EventBus(this, 'Bus', { description: 'Firstlook: events of watched accounts' })
    const hasOrganisation = new CfnCondition(this, 'HasOrganisation', {
      expression: Fn.conditionNot(Fn.conditionEquals(organizationId, '')),
    })
    const policy = new CfnEventBusPolicy(this, 'FromOrganisation', {
      eventBusName: this.bus.eventBusName,
      statementId: 'FromOrganisation',
      statement: {
        Sid: 'FromOrganisation',
        Effect: 'Allow',
        Principal: '*',
        Action: 'events:PutEvents',
        Resource: this.bus.eventBusArn,
        Condition: { StringEquals: { 'aws:PrincipalOrgID': organizationId } },
      },
    })
    policy.cfnOptions.condition = hasOrganisation

    // The hub's own account, and the others by way of the bus. Sources that begin with `aws.` are AWS's: nobody else may send those.
    const rules = ([undefined, this.bus] as const).flatMap((bus) => this.rulesOn(bus, toQueue(queues)))
    const from = rules.map(({ ruleArn }) => ruleArn)
    // One statement for all rules: a queue's policy holds no more than twenty.
    for (const queue of [queues.work, queues.undelivered]) allowRules(queue, from)
  }

  private rulesOn(eventBus: EventBus | undefined, target: IRuleTarget): Rule[] {
    return takenEvents.map(
      ({ id, pattern, why }) =>
        new Rule(this, `${eventBus === undefined ? 'Own' : 'Forwarded'}${id}`, {
          description: why,
          eventPattern: pattern,
          ...(eventBus !== undefined && { eventBus }),
          targets: [target],
        }),
    )
  }
}

function toQueue({ work, undelivered }: Queues): IRuleTarget {
  return {
    bind: () => ({
      arn: work.queueArn,
      deadLetterConfig: { arn: undelivered.queueArn },
      retryPolicy: eventRetries,
      // A fair queue: accounts that send little do not wait for the one that sends a storm.
      sqsParameters: { messageGroupId: '$.account' },
      targetResource: work,
    }),
  }
}

function allowRules(queue: Queue, ruleArns: readonly string[]): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid: 'FromRules',
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': [...ruleArns] } },
    }),
  )
}
