import type { DeclaredAlarm } from './alarm-event.ts'

/** An alarm on any error of a function, or another of its counters, in each of three minutes. */
export function functionErrors(name: string, functionName: string, metric = 'Errors'): DeclaredAlarm {
  const watched = { namespace: 'AWS/Lambda', metric, dimensions: { FunctionName: functionName } }
  return { name, state: 'OK', ...watched, threshold: 0, evaluationPeriods: 3 }
}

/** An alarm by metric math: more than one request in a hundred to a REST API fails, in each of three minutes. */
export function failedShare(name: string, dimensions: Readonly<Record<string, string>>): DeclaredAlarm {
  return {
    name,
    description: 'More than one request in a hundred fails',
    ...{ state: 'OK', threshold: 1, evaluationPeriods: 3 },
    metrics: [
      { Id: 'share', Expression: '100 * failed / FILL(requests, 1)', Label: '5xx share', ReturnData: true },
      counted('failed', 'AWS/ApiGateway', '5XXError', dimensions),
      counted('requests', 'AWS/ApiGateway', 'Count', dimensions),
    ],
  }
}

/** An alarm by metric math: more than one call in ten of a function fails, in each of three minutes. */
export function errorShare(name: string, functionName: string): DeclaredAlarm {
  const dimensions = { FunctionName: functionName }
  return {
    ...{ name, state: 'OK', threshold: 10, evaluationPeriods: 3 },
    metrics: [
      { Id: 'share', Expression: '100 * errors / FILL(calls, 1)', ReturnData: true },
      counted('errors', 'AWS/Lambda', 'Errors', dimensions),
      counted('calls', 'AWS/Lambda', 'Invocations', dimensions),
    ],
  }
}

function counted(id: string, namespace: string, metric: string, dimensions: Readonly<Record<string, string>>) {
  const list = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
  return {
    Id: id,
    MetricStat: { Metric: { Namespace: namespace, MetricName: metric, Dimensions: list }, Period: 60, Stat: 'Sum' },
    ReturnData: false,
  }
}
