import type { LogGroup } from '../../targets/target.ts'
import { defineProbe, type ReadContext, type Window } from '../probe.ts'
import { citeLog, filterLog, type LogLine, logGroupArn } from './filter.ts'

/** The newest lines of a log group that match a pattern. */
export interface LogTail {
  readonly state: 'searched' | 'no-group'
  /** Oldest first, as many as were wanted at most. */
  readonly lines: readonly LogLine[]
  /** Lines that matched; a lower bound where `isCounted` is false. */
  readonly matched: number
  readonly isCounted: boolean
  /** Epoch milliseconds: from here on no match was missed. Later than the window's start where the search broke off. */
  readonly searchedFrom: number
}

const firstSliceMs = 60_000
const shortestSliceMs = 250
const growth = 4
const pagesPerSlice = 4
const pagesToCount = 6
const mostSearches = 12

/**
 * Searches from the window's end backwards, in slices that grow while they hold little and shrink where one breaks off: CloudWatch
 * answers oldest first, and what happened last is wanted. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export const logTail = defineProbe<LogTail, LogGroup>({
  id: 'logs.tail',
  actions: ['logs:FilterLogEvents'],
  key: ({ arn, pattern }) => `${arn} ${pattern}`,
  resource: (group) => logGroupArn(group, group.name),
  async fetch({ name, pattern, mostLines }, at) {
    const { from, to } = at.window
    const slices: (readonly LogLine[])[] = []
    let end = to
    let spanMs = firstSliceMs
    let matched = 0
    for (let search = 0; search < mostSearches && end > from && matched < mostLines; search += 1) {
      const start = Math.max(from, end - spanMs)
      const found = await slice(at, name, pattern, { from: start, to: end }, pagesPerSlice)
      if (found.state === 'no-group')
        return { state: 'no-group', lines: [], matched: 0, isCounted: false, searchedFrom: to }
      if (!found.complete && end - start > shortestSliceMs) {
        spanMs = (end - start) / (growth * growth)
        continue
      }
      slices.unshift(found.lines)
      matched += found.lines.length
      end = start
      if (!found.complete) break
      spanMs *= growth
    }
    const isEnough = matched >= mostLines
    const rest =
      isEnough && pattern !== '' && end > from
        ? await slice(at, name, pattern, { from, to: end }, pagesToCount)
        : undefined
    return {
      state: 'searched',
      lines: slices.flat().slice(-mostLines),
      matched: matched + (rest?.lines.length ?? 0),
      isCounted: rest === undefined ? end <= from : rest.complete,
      searchedFrom: end,
    }
  },
  cite: (group, window) => citeLog(group, group.name, group.pattern, window),
})

/** CloudWatch's end is inclusive, so the slice ends a millisecond before the next one starts. */
function slice(at: ReadContext, group: string, pattern: string, { from, to }: Window, pages: number) {
  const window = { from: Math.floor(from), to: Math.floor(to) - 1 }
  return filterLog(at, { group, pattern, window, pages, mostLines: Number.POSITIVE_INFINITY })
}
