import type { MetricSeries } from './series.ts'

/** The series that a SEARCH expression finds: `{AWS/Lambda,FunctionName} MetricName="Errors" orders`. */
export function searchSeries(all: readonly MetricSeries[], expression: string): MetricSeries[] {
  const schema = /\{([^}]*)\}/.exec(expression)
  const [namespace, ...names] = (schema?.[1] ?? '').split(',').map((part) => part.trim().replace(/^"(.*)"$/, '$1'))
  const rest = expression.replace(schema?.[0] ?? '', ' ')
  const exact = [...rest.matchAll(/(\w+)\s*=\s*("[^"]*"|\S+)/g)].map(
    ([, name = '', value = '']) => [name, value.replaceAll('"', '')] as const,
  )
  const words = rest
    .replaceAll(/(\w+)\s*=\s*("[^"]*"|\S+)/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !/^(AND|OR|NOT)$/.test(word))
    .map((word) => word.replaceAll('"', '').toLowerCase())
  return all.filter((series) => {
    if (
      schema !== null &&
      (series.namespace !== namespace || Object.keys(series.dimensions).sort().join() !== [...names].sort().join())
    )
      return false
    const isExact = exact.every(([name, value]) =>
      name === 'MetricName'
        ? series.metric === value
        : name === 'Namespace'
          ? series.namespace === value
          : series.dimensions[name] === value,
    )
    const text = [series.metric, ...Object.values(series.dimensions)].join(' ').toLowerCase()
    return isExact && words.every((word) => text.includes(word))
  })
}
