import { describe, expect, it } from 'vitest'
import type { DeclaredWorld } from '../../../sandbox/aws/world.ts'
import { accountRegion } from '../../targets/resolve/account.ts'
import { askWire, wirePlace } from './ask-in-test.ts'
import { costPlaybook } from './index.ts'

type Costs = NonNullable<DeclaredWorld['costs']>

const steady: Costs = [
  { service: 'AWS Lambda', usageType: 'EU-Lambda-GB-Second', from: '-60d', perDay: 12 },
  { service: 'Amazon DynamoDB', usageType: 'EU-ReadRequestUnits', from: '-60d', perDay: 7 },
  { service: 'AmazonCloudWatch', usageType: 'EU-DataProcessing-Bytes', from: '-60d', perDay: 4 },
  { service: 'EC2 - Other', usageType: 'EU-NatGateway-Hours', from: '-60d', perDay: 2.2 },
]

function ask(costs: Costs, more: Partial<DeclaredWorld> = {}, service?: string) {
  return askWire({ costs, ...more }, 'cost', accountRegion(wirePlace, service), costPlaybook)
}

describe('why-cost', () => {
  it('finds nothing in a steady account, for one or two paid requests', async () => {
    const answer = await ask(steady)

    expect(answer.broken).toEqual([])
    expect(answer.verdict).toBe('healthy')
    expect(answer.ids).toEqual([])
    expect(answer.usd).toBeLessThanOrEqual(0.02)
  })

  it('names the log group behind log ingestion, within four paid requests', async () => {
    const answer = await ask(
      [...steady, { service: 'AmazonCloudWatch', usageType: 'EU-DataProcessing-Bytes', from: '-3d', perDay: 90 }],
      {
        metrics: [
          {
            namespace: 'AWS/Logs',
            metric: 'IncomingBytes',
            dimensions: { LogGroupName: '/aws/lambda/orders' },
            points: [
              { from: '-13d', to: '-3d', value: 1000 },
              { from: '-3d', value: 90_000 },
            ],
          },
          {
            namespace: 'AWS/Logs',
            metric: 'IncomingBytes',
            dimensions: { LogGroupName: '/aws/lambda/other' },
            points: [{ from: '-13d', value: 2000 }],
          },
        ],
      },
    )

    expect(answer.broken).toEqual([])
    expect(answer.unread).toEqual([])
    expect(answer.verdict).toBe('cause-found')
    expect(answer.ids).toEqual(['cost-cwlogs-ingest proven'])
    expect(answer.first?.summary).toContain('/aws/lambda/orders')
    expect(answer.calls.filter((each) => /^Get(Cost|Anomal)/.test(each)).length).toBeLessThanOrEqual(4)
    expect(answer.usd).toBeLessThanOrEqual(0.042)
  })

  it('finds NAT data, and both of two spikes at once', async () => {
    const nat: Costs[number] = { service: 'EC2 - Other', usageType: 'EU-NatGateway-Bytes', from: '-2d', perDay: 60 }
    const answer = await ask([
      ...steady,
      nat,
      { service: 'AWS Key Management Service', usageType: 'eu-west-1-KMS-Requests', from: '-2d', perDay: 40 },
    ])

    expect(answer.ids).toEqual(['cost-nat likely', 'cost-kms likely'])
  })

  it('says a spike that ended is over', async () => {
    const answer = await ask([
      ...steady,
      { service: 'AWS Lambda', usageType: 'EU-Lambda-GB-Second', from: '-9d', to: '-6d', perDay: 80 },
    ])

    expect(answer.verdict).toBe('recovered')
    expect(answer.ids).toEqual([])
    expect(answer.earlier.map(({ found }) => found.cause.id)).toEqual(['cost-lambda-duration'])
  })

  it('takes a weekly job and cents for no spike', async () => {
    const weekly: Costs = [3, 10, 17, 24, 31].map((days) => ({
      service: 'AWS Glue',
      usageType: 'EU-ETL-DPU-Hour',
      from: `-${days}d`,
      to: `-${days - 1}d`,
      perDay: 30,
    }))
    const answer = await ask([
      ...steady,
      ...weekly,
      { service: 'AWS X-Ray', usageType: 'EU-XRay-TracesStored', from: '-2d', perDay: 0.4 },
    ])

    expect(answer.verdict).toBe('healthy')
  })

  it('names a new region above the use in it', async () => {
    const answer = await ask([
      ...steady,
      {
        service: 'Amazon Elastic Compute Cloud - Compute',
        usageType: 'APS3-BoxUsage:p4d.24xlarge',
        region: 'ap-south-1',
        from: '-2d',
        perDay: 780,
      },
    ])

    expect(answer.ids).toEqual(['cost-new-region-or-account likely'])
    expect(answer.first?.summary).toContain('ap-south-1')
  })

  it('tells ended credits from use', async () => {
    const answer = await ask([
      ...steady,
      { service: 'AWS Lambda', recordType: 'Credit', from: '-60d', to: '-4d', perDay: -10 },
    ])

    expect(answer.ids).toEqual(['cost-credits-ended proven'])
  })

  it('tells a marketplace fee from use', async () => {
    const answer = await ask([
      ...steady,
      { service: 'Datadog Pro (AWS Marketplace)', usageType: 'Contract', recordType: 'Fee', from: '-1d', perDay: 1200 },
    ])

    expect(answer.ids).toEqual(['cost-tax-support-marketplace likely'])
  })

  it('tells an ended Savings Plan from more use', async () => {
    const service = 'Amazon Elastic Compute Cloud - Compute'
    const answer = await ask([
      ...steady,
      {
        service,
        usageType: 'EU-BoxUsage:m5.large',
        recordType: 'SavingsPlanCoveredUsage',
        from: '-60d',
        to: '-4d',
        perDay: 50,
      },
      {
        service,
        usageType: 'EU-BoxUsage:m5.large',
        recordType: 'SavingsPlanNegation',
        from: '-60d',
        to: '-4d',
        perDay: -50,
      },
      {
        service: 'Savings Plans for AWS Compute usage',
        usageType: 'ComputeSP',
        recordType: 'SavingsPlanRecurringFee',
        from: '-60d',
        to: '-4d',
        perDay: 34,
      },
      { service, usageType: 'EU-BoxUsage:m5.large', from: '-4d', perDay: 50 },
    ])

    expect(answer.ids).toEqual(['cost-savings-plan-expired proven'])
  })

  it('reads growth by one factor behind a front door as traffic', async () => {
    const grow = (service: string, usageType: string, perDay: number, quantityPerDay: number): Costs => [
      { service, usageType, from: '-60d', to: '-3d', perDay, quantityPerDay },
      { service, usageType, from: '-3d', perDay: perDay * 4, quantityPerDay: quantityPerDay * 4 },
    ]
    const answer = await ask([
      ...grow('Amazon API Gateway', 'EU-ApiGatewayRequest', 10, 3e6),
      ...grow('AWS Lambda', 'EU-Request', 6, 3e6),
      ...grow('Amazon DynamoDB', 'EU-WriteRequestUnits', 9, 7e6),
    ])

    expect(answer.ids).toEqual(['cost-traffic-growth likely'])
    expect(answer.chain).toContain('cost-lambda-duration')
  })

  it('sees the same use billed for the first time', async () => {
    const answer = await ask([
      ...steady,
      {
        service: 'AmazonCloudWatch',
        usageType: 'EU-CW:AlarmMonitorUsage',
        from: '-60d',
        to: '-3d',
        perDay: 0,
        quantityPerDay: 100,
      },
      {
        service: 'AmazonCloudWatch',
        usageType: 'EU-CW:AlarmMonitorUsage',
        from: '-3d',
        perDay: 12,
        quantityPerDay: 100,
      },
    ])

    expect(answer.ids).toEqual(['cost-free-tier-ended likely'])
  })

  it('names a function that calls itself', async () => {
    const answer = await ask([...steady, { service: 'AWS Lambda', usageType: 'EU-Request', from: '-2d', perDay: 70 }], {
      metrics: [
        {
          namespace: 'AWS/Lambda',
          metric: 'Duration',
          dimensions: { FunctionName: 'resize' },
          points: [
            { from: '-9d', to: '-2d', value: 10 },
            { from: '-2d', value: 9000 },
          ],
        },
        {
          namespace: 'AWS/Lambda',
          metric: 'RecursiveInvocationsDropped',
          dimensions: { FunctionName: 'resize' },
          points: [{ from: '-2d', value: 3 }],
        },
      ],
    })

    expect(answer.ids).toEqual(['cost-lambda-recursion proven'])
  })

  it('knows nothing where it may read nothing', async () => {
    const answer = await ask(steady, { faults: [{ on: 'ce:*', error: 'AccessDeniedException' }] })

    expect(answer.verdict).toBe('insufficient-evidence')
    expect(answer.ids).toEqual([])
  })

  it('looks at one service when one is named', async () => {
    const answer = await ask(
      [...steady, { service: 'AmazonCloudWatch', usageType: 'EU-DataProcessing-Bytes', from: '-3d', perDay: 90 }],
      {},
      'lambda',
    )

    expect(answer.verdict).toBe('healthy')
  })
})
