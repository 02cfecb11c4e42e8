import { join } from 'node:path'
import { CfnOutput, CfnParameter, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { FrontDoor } from './hub/front-door.ts'
import { Intake } from './hub/intake.ts'
import { Queues } from './hub/queues.ts'
import { Schedules } from './hub/schedules.ts'
import { Storage } from './hub/storage.ts'
import { Watch } from './hub/watch.ts'
import { Worker } from './hub/worker.ts'

export interface HubStackProps extends StackProps {
  /** The only roles the worker may assume. */
  readonly watchedRoleArns: readonly string[]
  /** The folder that holds the bundles, as `npm run bundle` makes them. */
  readonly bundles: string
  /** The channel or user of Slack's that is told when Firstlook itself fails; without it only the e-mail address is. */
  readonly toldOfOwnAlarms?: string
}

/** The account that runs Firstlook: a public function that only verifies and enqueues, and a worker that answers. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, props: HubStackProps) {
    super(scope, id, props)
    const organizationId = new CfnParameter(this, 'OrganizationId', {
      description: 'The organisation whose accounts may forward events: o-…. Empty: only this account’s own events.',
      default: '',
      allowedPattern: '(o-[a-z0-9]{10,32})?',
    })
    const email = new CfnParameter(this, 'OwnAlarmsEmail', {
      description:
        'An e-mail address that is told when Firstlook itself fails, for when Slack is what fails. Empty: none.',
      default: '',
    })
    const { table, signingSecret, botSecret } = new Storage(this, 'Storage')
    const queues = new Queues(this, 'Queues')
    const schedules = new Schedules(this, 'Schedules', { work: queues.work })
    const { ingress, api, requestUrl } = new FrontDoor(this, 'FrontDoor', {
      bundle: join(props.bundles, 'ingress'),
      work: queues.work,
      signingSecret,
    })
    const { function: worker } = new Worker(this, 'Answers', {
      bundle: join(props.bundles, 'worker'),
      queues,
      schedules,
      table,
      botSecret,
      watchedRoleArns: props.watchedRoleArns,
    })
    const { bus } = new Intake(this, 'Intake', { queues, organizationId: organizationId.valueAsString })
    new Watch(this, 'Watch', {
      bundle: join(props.bundles, 'watch'),
      botSecret,
      queues,
      schedules,
      ingress,
      worker: worker.lambda,
      api,
      email: email.valueAsString,
      ...(props.toldOfOwnAlarms !== undefined && { channel: props.toldOfOwnAlarms }),
    })
    this.output('RequestUrl', requestUrl, 'The request URL of the Slack app')
    this.output('WorkerRoleArn', worker.role.roleArn, 'Trusted by the role in each watched account')
    this.output('EventBusArn', bus.eventBusArn, 'Where watched accounts forward their events')
    this.output('SigningSecretArn', signingSecret.secretArn, 'Put Slack’s signing secret here')
    this.output('BotSecretArn', botSecret.secretArn, 'Put the bot’s token and ids here')
    this.output('WorkDeadLettersUrl', queues.workDeadLetters.queueUrl, 'Requests and events that failed three times')
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description })
  }
}
