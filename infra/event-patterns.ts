import type { EventPattern } from 'aws-cdk-lib/aws-events'

/** One kind of event that Firstlook takes. */
export interface TakenEvent {
  /** Names its rule. */
  readonly id: string
  readonly pattern: EventPattern
  /** What comes of it, as the rule's description. */
  readonly why: string
}

/** Alarms about Firstlook itself begin so. They are told by a way of their own, never by the worker they may be about. */
export const ownAlarmPrefix = 'Firstlook-'

/** An alarm that comes later than this helps nobody; what could not be delivered by then is a dead letter, and that rings. */
export const eventRetries = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 } as const

const notOurs = { alarmName: [{ 'anything-but': { prefix: ownAlarmPrefix } }] }

/**
 * What each watched account and region forwards, and what the hub takes from its bus. Each pattern lets through only what is acted on:
 * an event that would be passed over costs a message and a start of the worker.
 *
 * Left out on purpose: `Lambda Function Invocation Result`, although it would be understood. It carries the payload of the failed call,
 * which is customers' data and would be copied into the hub. Whoever wants it adds a rule of their own to the bus.
 */
export const takenEvents: readonly TakenEvent[] = [
  {
    id: 'AlarmState',
    why: 'An alarm goes off or is over: an incident with its answer',
    pattern: {
      source: ['aws.cloudwatch'],
      detailType: ['CloudWatch Alarm State Change'],
      // INSUFFICIENT_DATA says nothing about the system.
      detail: { ...notOurs, state: { value: ['ALARM', 'OK'] } },
    },
  },
  {
    id: 'AlarmConfiguration',
    why: 'An alarm is edited or deleted while its incident is open: said in the incident',
    pattern: {
      source: ['aws.cloudwatch'],
      detailType: ['CloudWatch Alarm Configuration Change'],
      detail: { ...notOurs, operation: ['update', 'delete'] },
    },
  },
  {
    id: 'StackStatus',
    why: 'A stack begins to fail: the answer to why-failed',
    pattern: {
      source: ['aws.cloudformation'],
      detailType: ['CloudFormation Stack Status Change'],
      detail: {
        'status-details': {
          status: ['CREATE_FAILED', 'DELETE_FAILED', { suffix: 'ROLLBACK_IN_PROGRESS' }, { suffix: 'ROLLBACK_FAILED' }],
        },
      },
    },
  },
  {
    id: 'Compliance',
    why: 'A resource falls out of a Config rule: the answer to why-security',
    pattern: {
      source: ['aws.config'],
      detailType: ['Config Rules Compliance Change'],
      detail: { newEvaluationResult: { complianceType: ['NON_COMPLIANT'] } },
    },
  },
  {
    id: 'Health',
    why: 'AWS itself has an issue or plans a change; those of global services are sent in us-east-1',
    pattern: { source: ['aws.health'], detailType: ['AWS Health Event'] },
  },
  {
    id: 'CostAnomaly',
    why: 'Costs are unusual; sent in us-east-1',
    pattern: { source: ['aws.ce'], detailType: ['Anomaly Detected'] },
  },
  {
    id: 'Budget',
    why: 'A budget’s threshold is passed; sent in us-east-1',
    pattern: { source: ['aws.budgets'], detailType: ['AWS Budgets Notification', 'Budget Threshold Exceeded'] },
  },
]
