import { timesAbove, total } from '../../evidence/cloudwatch/series.ts'
import { functionMetrics } from '../../evidence/lambda/metrics.ts'
import { functionUrlMetrics } from '../../evidence/lambda/url-metrics.ts'
import { defineCause } from '../cause.ts'
import { sumAt } from './series-sum.ts'
import { counted } from './words.ts'

export const functionUrl502 = defineCause({
  id: 'fnurl502',
  target: 'function',
  symptoms: ['502', '500'],
  cause:
    'The function’s URL answers with a 5xx although the function did not fail: what it returns is no valid response.',
  fix: (fn) => ({
    now: `Let ${fn.id} return { statusCode: 200, body: JSON.stringify(result) }.`,
    proper: 'Type the handler as LambdaFunctionURLHandler and test its return value.',
    cli: `aws lambda get-function-url-config --function-name ${fn.id} --region ${fn.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-monitoring.html',
  known: 'memory',
  needs: { url: functionUrlMetrics, metrics: functionMetrics },
  diagnose({ url, metrics }, { target, fact }) {
    const failing = timesAbove(url.serverErrors, 0)
    if (failing.length === 0) return { clear: 'The function’s URL, if it has one, answered no 5xx.' }
    const errors = sumAt(metrics.errors, failing)
    const throttles = sumAt(metrics.throttles, failing)
    if (errors + throttles > 0)
      return {
        clear: `The function itself failed or was throttled in those minutes (${errors} errors, ${throttles} throttles).`,
      }
    return {
      strength: 'likely',
      summary: `The URL of ${target.name} answered ${counted(total(url.serverErrors), 'request')} with a 5xx while the function raised no error: it returns no valid response.`,
      facts: [
        fact(
          'url',
          'Url5xxCount',
          `${total(url.serverErrors)} of ${total(url.requests)} requests`,
          failing.at(-1),
          'Url5xxCount',
        ),
        fact('metrics', 'Errors in these minutes', '0', failing.at(-1), 'Errors'),
      ],
      times: failing,
      standsAlone: true,
    }
  },
})
