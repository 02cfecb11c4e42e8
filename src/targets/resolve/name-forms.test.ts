import { describe, expect, it } from 'vitest'
import { apiHint } from './api.ts'
import { functionHint } from './function.ts'
import { balancerNameIn } from './load-balancer.ts'

describe('names as people paste them', () => {
  it.each([
    ['orders:live', { name: 'orders', qualifier: 'live' }],
    ['arn:aws:lambda:eu-west-1:123456789012:function:orders:live', { name: 'orders', qualifier: 'live' }],
    ['/aws/lambda/orders', { name: 'orders' }],
    ['arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/orders:*', { name: 'orders' }],
    ['/orders/app', undefined],
  ])('%s as a function', (text, hint) => expect(functionHint(text)).toEqual(hint))

  it.each([
    ['a1b2c3d4e5', { api: 'a1b2c3d4e5' }],
    ['https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/orders', { api: 'a1b2c3d4e5', stage: 'prod' }],
    ['API-Gateway-Execution-Logs_a1b2c3d4e5/prod', { api: 'a1b2c3d4e5', stage: 'prod' }],
  ])('%s as an API', (text, hint) => expect(apiHint(text)).toEqual(hint))

  it.each([
    ['shop-alb', 'shop-alb'],
    ['shop-alb-1234567890.eu-west-1.elb.amazonaws.com', 'shop-alb'],
    ['https://internal-shop-alb-1234567890.eu-west-1.elb.amazonaws.com/orders', 'shop-alb'],
    ['app/shop-alb/50dc6c495c0c9188', 'shop-alb'],
  ])('%s as a load balancer', (text, name) => expect(balancerNameIn(text)).toBe(name))
})
