import { webSocketMetrics } from '../../evidence/api-gateway/websocket-metrics.ts'
import { timesAbove, total } from '../../evidence/cloudwatch/series.ts'
import { defineCause } from '../cause.ts'
import { sumOf } from './series-sum.ts'
import { counted } from './words.ts'

export const webSocketErrors = defineCause({
  id: 'ws-410-or-500',
  target: 'websocket-api',
  symptoms: ['500', '502', '504', 'errors', 'timeout'],
  cause:
    'The function behind a WebSocket route failed or took longer than 29 seconds, or messages are posted to connections that are gone (410).',
  fix: (api) => ({
    now: 'See the function’s log for the route that fails; on GoneException delete the stored connection id.',
    proper: 'Remove connection ids on $disconnect and whenever posting answers 410; answer within 29 seconds.',
    cli: `aws apigatewayv2 get-routes --api-id ${api.id} --query 'Items[].[RouteKey,Target]' --region ${api.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html',
  known: 'memory',
  needs: { metrics: webSocketMetrics },
  diagnose({ metrics }, { target, fact }) {
    const [integration, execution] = [total(metrics.integrationErrors), total(metrics.executionErrors)]
    if (integration + execution === 0) return { clear: 'No integration or execution error was counted.' }
    return {
      strength: 'likely',
      summary: `Routes of ${target.name} fail: ${counted(integration, 'integration error')} and ${counted(execution, 'execution error')} on ${counted(total(metrics.messages), 'message')}.`,
      facts: [
        fact(
          'metrics',
          'IntegrationError',
          `${integration}`,
          timesAbove(metrics.integrationErrors, 0).at(-1),
          'IntegrationError',
        ),
        fact(
          'metrics',
          'ExecutionError',
          `${execution}`,
          timesAbove(metrics.executionErrors, 0).at(-1),
          'ExecutionError',
        ),
      ],
      times: timesAbove(sumOf([metrics.integrationErrors, metrics.executionErrors]), 0),
    }
  },
})
