import { filterLog, type LogLine, type LogQuery, type LogSearch } from '../logs/filter.ts'
import type { ReadContext } from '../probe.ts'

const newestMs = 10 * 60_000

/** Searches a log group; where the search breaks off, which leaves the newest lines out, the last minutes are searched too: what fails now matters most. */
export async function searchBothEnds(at: ReadContext, query: LogQuery): Promise<LogSearch> {
  const search = await filterLog(at, query)
  if (search.complete || search.state === 'no-group') return search
  const newest = await filterLog(at, {
    ...query,
    window: { from: Math.max(at.window.from, at.window.to - newestMs), to: at.window.to },
    pages: 3,
  })
  const unique = new Map(
    [...search.lines, ...newest.lines].map((line): [string, LogLine] => [
      `${line.at} ${line.stream} ${line.message}`,
      line,
    ]),
  )
  return { ...search, lines: [...unique.values()].sort((a, b) => a.at - b.at) }
}
