import { total } from '../../evidence/cloudwatch/series.ts'
import { metricAspect } from '../../evidence/dynamodb/metrics.ts'
import { defineCause } from '../cause.ts'
import { amount } from './amount.ts'
import { judgeThrottles, shareWords } from './judge-throttles.ts'
import { throttleNeeds } from './throttle-needs.ts'
import { mostRefused } from './verdict.ts'

export const ddbClientInvisible = defineCause({
  id: 'ddb-client-invisible',
  target: 'table',
  symptoms: ['throttled'],
  cause:
    'A few requests were throttled and the SDK’s own retries got them through: callers see some more latency and no errors.',
  fix: (target) => ({
    now: 'Nothing has to be done at once.',
    prevent: `Alarm on what users notice (errors and latency of the callers of ${target.id}) or on a share of throttled requests, not on single ones.`,
  }),
  docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html',
  known: 'confirmed',
  needs: throttleNeeds,
  diagnose(evidence, at) {
    const judged = judgeThrottles(evidence, at)
    if (judged.length === 0) return { clear: `Nothing of ${at.target.id} was throttled.` }
    const felt = judged.find((each) => !each.isAbsorbed)
    if (felt !== undefined)
      return {
        clear:
          felt.share === undefined
            ? 'How many of the requests were throttled is not known, so it is not taken for little.'
            : `${shareWords(felt.share)} were throttled; retries do not hide that.`,
      }
    if (at.symptom !== 'throttled') return { clear: 'Throttles that retries get through are behind no failure.' }
    const [worst] = judged
    if (worst?.share === undefined) return 'clear'
    const operation = mostRefused(worst.flow, evidence.metrics) ?? 'PutItem'
    const refused = total(evidence.metrics.refused[worst.flow.direction])
    return {
      strength: 'likely',
      summary: `${worst.name} were throttled, but only ${shareWords(worst.share)}, few enough for the SDK's retries to get through.`,
      facts: [
        at.fact(
          'metrics',
          'Throttled requests',
          `${amount(refused)}; ${shareWords(worst.share)}`,
          worst.flow.times[0],
          metricAspect('ThrottledRequests', 'Sum', { operation }),
        ),
      ],
      times: worst.flow.times,
    }
  },
})
