import { expect, it } from 'vitest'
import { startAws } from '../../../sandbox/aws/server.ts'
import { keptAnswers } from '../../aws/kept.ts'
import { makeReader } from '../../aws/reader.ts'
import { accountRegion } from '../../targets/resolve/account.ts'
import { readCostRows } from './cost-rows.ts'
import { costDays } from './days.ts'

const now = Date.parse('2026-11-23T03:00:00Z')
const days = costDays({ from: now - 14 * 86_400_000, to: now })
const place = { account: '123456789012', region: 'eu-west-1', partition: 'aws' }

it('pays for the same costs once, and says of when they are', async () => {
  const aws = await startAws(
    { costs: [{ service: 'AWS Lambda', usageType: 'EU-Request', perDay: 3 }] },
    { now: new Date(now) },
  )
  const kept = keptAnswers()
  const read = async () => {
    const reader = makeReader({
      ...place,
      kept,
      endpoint: aws.url,
      signal: AbortSignal.timeout(20_000),
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'sandbox' },
    })
    const { rows } = await readCostRows(reader, accountRegion(place), days, ['SERVICE', 'RECORD_TYPE'])
    return { rows, ledger: reader.ledger }
  }
  try {
    const first = await read()
    const second = await read()

    expect(first.ledger.usd).toBe(0.01)
    expect(second.rows).toEqual(first.rows)
    expect(second.ledger).toMatchObject({ usd: 0, keptSince: expect.any(Number) })
    expect(aws.calls).toHaveLength(1)
  } finally {
    await aws.close()
  }
})
