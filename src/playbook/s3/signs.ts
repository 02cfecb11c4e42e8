import { total } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { bucketRefusals } from '../../evidence/s3/refusals.ts'
import { requestMetrics } from '../../evidence/s3/request-metrics.ts'
import { cutAtWord } from '../lambda/words.ts'
import { presenceOf } from '../presence.ts'
import { defineSign, type Observation, type Sign } from '../sign.ts'
import { ofThisRequest } from './recorded.ts'

/** A 403 shows in a pasted error, in CloudTrail where KMS refused, or in request metrics; reads of objects are recorded nowhere else. */
export const bucketSign = defineSign({
  id: 'bucket-403',
  target: 'bucket',
  symptoms: ['403'],
  needs: { refusals: optional(bucketRefusals), metrics: optional(requestMetrics) },
  observe({ refusals, metrics }, at): Observation {
    const { name, request } = at.target
    if (request?.error !== undefined)
      return {
        state: 'present',
        summary: `A request to ${name} was refused: ${cutAtWord(request.error.replaceAll(/\s+/g, ' '), 300)}`,
        facts: [],
        times: [],
      }
    const mine = ofThisRequest(at.target, valueIfRead(refusals))
    const recorded = [...mine.onKey, ...mine.onBucket]
    const read = valueIfRead(metrics)
    const isCounted = read !== undefined && total(read.requests) > 0 && total(read.refused) > 0
    if (recorded.length > 0 && !isCounted) {
      const last = Math.max(...recorded.map((call) => call.at))
      return {
        state: 'present',
        summary: `CloudTrail records ${recorded.length} refused calls around ${name}, the last at ${new Date(last).toISOString()}.`,
        facts: [
          at.fact(
            'refusals',
            'Refused calls',
            `${recorded.length}: ${[...new Set(recorded.map((call) => call.action))].join(', ')}`,
            last,
          ),
        ],
        times: [],
      }
    }
    if (read !== undefined && total(read.requests) > 0) {
      const presence = presenceOf(read.refused, read.requests, at.window.to, at.thresholds)
      const facts = [
        at.fact('metrics', '4xx answers', `${presence.failures} of ${total(read.requests)} requests`, presence.lastAt),
      ]
      if (presence.state === 'absent')
        return {
          state: 'absent',
          summary: `${name} answered ${total(read.requests).toLocaleString('en-US')} requests and none with a 4xx.`,
          facts,
          times: [],
        }
      return {
        state: presence.state,
        summary: `${name} answered ${presence.failures.toLocaleString('en-US')} of ${total(read.requests).toLocaleString('en-US')} requests with a 4xx (403 and 404 are counted alike).`,
        facts,
        times: [],
        failedShare: presence.failedShare,
      }
    }
    const about = request?.presigned === undefined ? '' : ' What the presigned address says of itself was checked.'
    return {
      state: 'unknown',
      summary: `Nothing records whether ${name} answers 403: reads of objects are not in CloudTrail, and the bucket has no request metrics.${about}`,
      facts: [],
      times: [],
    }
  },
})

export const s3Signs: readonly Sign[] = [bucketSign]
