import type { WatchedMetric } from './alarm-metrics.ts'

/**
 * The metric a Metrics Insights expression watches, with the dimensions its WHERE fixes by `=`; undefined for metric math.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
 */
export function watchedByInsights(expression: string): WatchedMetric | undefined {
  const text = expression.trim().slice(0, 2000)
  const select = /^SELECT\s+\w+\(\s*"?([\w:.-]+)"?\s*\)\s+FROM\s+(?:SCHEMA\s*\(\s*)?"?([\w/.-]+)"?/i.exec(text)
  if (select?.[1] === undefined || select[2] === undefined) return undefined
  const where = /\bWHERE\b(.*?)(?:\bGROUP\s+BY\b|\bORDER\s+BY\b|\bLIMIT\b|$)/is.exec(text)?.[1] ?? ''
  const dimensions: Record<string, string> = {}
  for (const [, key, value] of where.matchAll(/"?([\w.]+)"?\s*=\s*'([^']*)'/g)) {
    if (key !== undefined && value !== undefined) dimensions[key] = value
  }
  return { namespace: select[2], name: select[1], dimensions }
}
