import { describe, expect, it } from 'vitest'
import { rowOf } from './access-log.ts'
import { lineReader } from './access-log-format.ts'

const json =
  '{ "requestId":"$context.requestId", "status":$context.status, "integration":{"error":"$context.integration.error","latency":"$context.integration.latency"}, "type":"$context.error.responseType", "route":"$context.resourcePath" }'

describe('lineReader', () => {
  it('reads JSON by the names in the format, numbers and nesting included', () => {
    const read = lineReader(json)
    const line =
      '{ "requestId":"r-1", "status":504, "integration":{"error":"-","latency":"29001"}, "type":"INTEGRATION_TIMEOUT", "route":"/a" }'
    expect(rowOf(read(line), 7)).toEqual({
      at: 7,
      requestId: 'r-1',
      status: 504,
      integrationLatencyMs: 29001,
      errorResponseType: 'INTEGRATION_TIMEOUT',
      route: '/a',
    })
    expect(rowOf(read('{"type":"INTEGRATION_TIMEOUT","status":504,"requestId":"r-1"}'), 7)?.status).toBe(504)
  })

  it('reads JSON that unquoted values broke, by the text between', () => {
    const line =
      '{ "requestId":"r-1", "status":-, "integration":{"error":"x "quoted" y","latency":"1"}, "type":"-", "route":"/a" }'
    expect(lineReader(json)(line)).toMatchObject({
      requestId: 'r-1',
      'integration.error': 'x "quoted" y',
      resourcePath: '/a',
    })
  })

  it('reads the common log format', () => {
    const clf =
      '$context.identity.sourceIp - - [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId'
    const line = '127.0.0.1 - - [23/Nov/2026:02:40:01 +0000] "GET /orders/{id} HTTP/1.1" 502 36 9c5b94b1-35ad'
    expect(rowOf(lineReader(clf)(line), 0)).toEqual({
      at: 0,
      status: 502,
      method: 'GET',
      route: '/orders/{id}',
      requestId: '9c5b94b1-35ad',
    })
  })

  it('reads CSV and XML', () => {
    expect(rowOf(lineReader('$context.requestId,$context.status,$context.routeKey')('r,503,GET /a'), 0)).toMatchObject({
      status: 503,
      route: 'GET /a',
    })
    const xml = '<request id="$context.requestId"><status>$context.status</status></request>'
    expect(rowOf(lineReader(xml)('<request id="r"><status>500</status></request>'), 0)).toMatchObject({
      requestId: 'r',
      status: 500,
    })
  })

  it('guesses well-known names where the format is not known', () => {
    expect(
      rowOf(lineReader('')('{"requestId":"r","status":"403","errorMessage":"Forbidden","wafStatus":"403"}'), 0),
    ).toMatchObject({ status: 403, errorMessage: 'Forbidden', wafResponse: 'WAF_BLOCK' })
  })

  it('gives nothing for a line that is no request', () => {
    expect(rowOf(lineReader(json)('hello'), 0)).toBeUndefined()
  })
})
