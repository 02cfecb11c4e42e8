import { objectOf, objectsOf, stringOf } from '../json.ts'
import { byType, every, fault, finite, list, oneOf, type Rule, shape, string } from './shape.ts'

const label = string(20)
const series = shape({ name: label, data: list(shape({ label, value: finite }), 20) })
const axes = shape({ categories: list(label, 20) }, { x_label: string(50), y_label: string(50) })
const plotted = shape({ type: oneOf('line', 'bar', 'area'), series: list(series, 6), axis_config: axes })

const labelsMatchCategories: Rule = (value, at) => {
  const chart = objectOf(value)
  const categories = objectOf(chart.axis_config).categories
  if (!Array.isArray(categories)) return []
  const wanted = [...categories].sort().join('\n')
  const names = objectsOf(chart.series).map((one) => stringOf(one.name))
  const faults = objectsOf(chart.series).flatMap((one, index) => {
    const labels = objectsOf(one.data).map((point) => stringOf(point.label))
    if (labels.sort().join('\n') === wanted) return []
    return [fault('data labels must match axis_config.categories', `${at}/series/${index}/data`)]
  })
  if (new Set(names).size === names.length) return faults
  return [...faults, fault('series names must be unique', `${at}/series`)]
}

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export const chart: Rule = byType({
  line: every(plotted, labelsMatchCategories),
  bar: every(plotted, labelsMatchCategories),
  area: every(plotted, labelsMatchCategories),
  pie: shape({ type: oneOf('pie'), segments: list(shape({ label, value: finite }), 6) }),
})
