import { describe, expect, it } from 'vitest'
import { lambdaFunction } from '../../targets/target.ts'
import { configurationOf, functionConfiguration } from './configuration.ts'
import { statementsOf } from './policy.ts'

const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }
const orders = lambdaFunction(place, 'orders')

describe('configurationOf', () => {
  it('keeps the names of environment variables and never their values', () => {
    const read = configurationOf({ Environment: { Variables: { TABLE: 'orders-prod', API_KEY: 's3cret' } } }, orders)
    expect(read.environmentKeys).toEqual(['API_KEY', 'TABLE'])
    expect(JSON.stringify(read)).not.toMatch(/s3cret|orders-prod/)
  })

  it('takes AWS’s defaults for what is not said', () => {
    expect(configurationOf({}, orders)).toMatchObject({
      timeoutSeconds: 3,
      memoryMb: 128,
      logGroup: '/aws/lambda/orders',
      logFormat: 'Text',
      packageType: 'Zip',
      ephemeralStorageMb: 512,
    })
    expect(
      configurationOf({ VpcConfig: { VpcId: '', SubnetIds: [], SecurityGroupIds: [] } }, orders).vpc,
    ).toBeUndefined()
  })

  it('reads the time in Lambda’s own spelling', () => {
    expect(configurationOf({ LastModified: '2026-11-23T02:00:00.000+0000' }, orders).lastModified).toBe(
      Date.parse('2026-11-23T02:00:00Z'),
    )
    expect(configurationOf({ LastModified: 'soon' }, orders).lastModified).toBeUndefined()
  })

  it('cites the qualifier that was asked', () => {
    const live = lambdaFunction(place, 'orders', 'live')
    expect(functionConfiguration.cite(live, { from: 0, to: 1 }).cli).toContain('--qualifier live')
    expect(functionConfiguration.key(live)).not.toBe(functionConfiguration.key(orders))
  })
})

describe('statementsOf', () => {
  it('reads single values as lists, and every shape of principal', () => {
    const statements = statementsOf(
      JSON.stringify({
        Statement: [
          {
            Sid: 'a',
            Effect: 'Allow',
            Principal: { Service: 'apigateway.amazonaws.com' },
            Action: 'lambda:InvokeFunction',
            Resource: 'arn:x',
            Condition: { ArnLike: { 'AWS:SourceArn': 'arn:api' } },
          },
          { Effect: 'Deny', Principal: '*', Action: ['lambda:*'], Resource: ['arn:y'] },
        ],
      }),
    )
    expect(statements).toEqual([
      {
        sid: 'a',
        effect: 'Allow',
        principals: ['apigateway.amazonaws.com'],
        actions: ['lambda:InvokeFunction'],
        resources: ['arn:x'],
        conditions: { ArnLike: { 'AWS:SourceArn': ['arn:api'] } },
      },
      { effect: 'Deny', principals: ['*'], actions: ['lambda:*'], resources: ['arn:y'], conditions: {} },
    ])
    expect(statementsOf('{"Statement":{"Action":"*"}}')).toHaveLength(1)
  })
})
