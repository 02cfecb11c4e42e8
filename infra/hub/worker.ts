import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { listIndex } from '../../src/store/histories.ts'
import { acknowledge } from '../acknowledge.ts'
import { BundledFunction } from '../lambda-function.ts'
import type { Queues } from './queues.ts'
import type { Schedules } from './schedules.ts'

export const workerTimeoutSeconds = 60
/** One whole processor: an answer parses some twenty answers of AWS’s at once. */
export const workerMemoryMb = 1769

export interface WorkerProps {
  readonly bundle: string
  readonly queues: Queues
  readonly schedules: Schedules
  readonly table: TableV2
  readonly botSecret: Secret
  /** The only roles it may assume. */
  readonly watchedRoleArns: readonly string[]
}

/** The function that answers: everything it may do stands here. */
export class Worker extends Construct {
  readonly function: BundledFunction

  constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id)
    const { queues, schedules, table, botSecret, watchedRoleArns } = props
    const worker = new BundledFunction(this, 'Worker', {
      description: 'Firstlook: answers questions and alarms, posts what came of it',
      bundle: props.bundle,
      memoryMb: workerMemoryMb,
      timeoutSeconds: workerTimeoutSeconds,
      environment: {
        FIRSTLOOK_TABLE: table.tableName,
        FIRSTLOOK_BOT_SECRET_ARN: botSecret.secretArn,
        FIRSTLOOK_OUTBOX_URL: queues.outbox.queueUrl,
        FIRSTLOOK_WORK_QUEUE_ARN: queues.work.queueArn,
        FIRSTLOOK_SCHEDULE_GROUP: schedules.groupName,
        FIRSTLOOK_SCHEDULER_ROLE_ARN: schedules.role.roleArn,
      },
    })
    this.function = worker
    worker.allow(['secretsmanager:GetSecretValue'], [botSecret.secretArn])
    // A transaction needs the permissions of what is in it. Nothing is ever scanned.
    worker.allow(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:Query'],
      [table.tableArn, `${table.tableArn}/index/${listIndex}`],
    )
    worker.allow(['sqs:SendMessage'], [queues.outbox.queueArn])
    worker.allow(['scheduler:CreateSchedule'], [schedules.schedulesArn])
    worker.allow(['iam:PassRole'], [schedules.role.roleArn], {
      StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
    })
    if (watchedRoleArns.length > 0)
      worker.allow(['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'], watchedRoleArns)
    // Bounded, so that a storm of alarms neither starves the acknowledgements nor trips AWS's read limits. What it takes from the queues,
    // it may also put back for a while of its own choosing: the event source's grant holds sqs:ChangeMessageVisibility.
    const oneByOne = { batchSize: 1, reportBatchItemFailures: true } as const
    worker.lambda.addEventSource(new SqsEventSource(queues.work, { ...oneByOne, maxConcurrency: 10 }))
    worker.lambda.addEventSource(new SqsEventSource(queues.outbox, { ...oneByOne, maxConcurrency: 5 }))
    acknowledge(worker.role, {
      [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/${schedules.groupName}/*]`]:
        'The schedules of Firstlook’s own group; their names hold the incident and the time.',
    })
  }
}
