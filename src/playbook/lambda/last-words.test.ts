import { describe, expect, it } from 'vitest'
import type { SlowRun } from '../../evidence/lambda/timeout-tails.ts'
import { calleeOf, lastWordsOf } from './last-words.ts'

function run(silenceMs: number, ...texts: readonly string[]): SlowRun {
  return {
    stream: 's',
    startAt: 0,
    endAt: 10_000,
    timedOut: true,
    silenceMs,
    lines: texts.map((text, at) => ({ at, text })),
  }
}

describe('lastWordsOf', () => {
  it.each<[string, SlowRun, string]>([
    ['a call, then silence', run(9_000, 'loaded order', 'POST https://pay.example.com/charge'), 'calling'],
    ['a call, but it went on working', run(500, 'calling pay', 'row 9000 done'), 'working'],
    ['done, then silence', run(9_000, 'order stored', 'returning response 200'), 'completed'],
    ['a step done on the way to a call', run(9_000, 'auth finished, calling https://pay.example.com'), 'calling'],
    ['computing', run(9_000, 'resizing 4000x3000'), 'computing'],
    ['an empty pool anywhere', run(100, 'ERROR timeout exceeded when trying to connect', 'retrying'), 'pool'],
    ['an empty pool of RDS Proxy', run(100, '(9501, Timed-out waiting to acquire database connection)'), 'pool'],
    ['a full PostgreSQL', run(100, 'FATAL: sorry, too many clients already'), 'pool'],
    ['throttling anywhere', run(100, 'ThrottlingException: Rate exceeded', 'retry'), 'throttled'],
    ['a connect timeout', run(100, 'Error: connect ETIMEDOUT 52.1.2.3:443', 'giving up'), 'connect-failed'],
    ['a file system', run(9_000, 'opening /mnt/data/x'), 'file-system'],
    ['progress, then silence', run(9_000, '200 rows done', '300 rows done'), 'silent'],
    ['words that tell nothing', run(9_000, 'step 4'), 'silent'],
    ['nothing', run(10_000), 'nothing'],
  ])('%s', (_name, slow, expected) => expect(lastWordsOf(slow).is).toBe(expected))
})

describe('calleeOf', () => {
  it.each([
    ['GET https://dynamodb.eu-west-1.amazonaws.com/', 'dynamodb', 'aws'],
    [
      'querying orders.cluster-abc.eu-west-1.rds.amazonaws.com:5432',
      'orders.cluster-abc.eu-west-1.rds.amazonaws.com:5432',
      'database',
    ],
    ['connect ETIMEDOUT 10.0.3.12:5432', '10.0.3.12:5432', 'database'],
    ['connect ETIMEDOUT 10.0.3.12:8080', '10.0.3.12:8080', 'private'],
    ['POST https://api.stripe.com/v1/charges', 'api.stripe.com', 'public'],
    ['GetSecretValue orders/db', 'secretsmanager', 'aws'],
    ['connecting to postgres', 'the database', 'database'],
    ['calling payments', 'payments', 'unknown'],
  ])('%s', (line, name, kind) => expect(calleeOf(line)).toMatchObject({ name, kind }))

  it('names nothing where the line names nothing', () => expect(calleeOf('step 4')).toBeUndefined())
})
