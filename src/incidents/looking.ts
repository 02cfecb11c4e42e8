import type { Progress } from '../report/answer.ts'

/** Slack takes about one edit a second in a channel, and other cards want some of them. */
const betweenMs = 1500
const busyMs = 300

/** Shows how far a diagnosis is, while it runs. */
export interface Looking {
  /** Shows this state soon; one that a newer one overtakes is left out. */
  readonly update: (progress: Progress) => void
  /** Shows nothing from now on; resolves when nothing is being shown any more. */
  readonly stop: () => Promise<void>
}

/**
 * Shows one state after the other, the first sight of the failure at once. `show` says whether it could, is asked again when not, and
 * must not throw; `clock` gives epoch milliseconds.
 */
export function showingProgress(show: (progress: Progress) => Promise<boolean>, clock: () => number): Looking {
  let shownAt = clock()
  let [latest, shown]: (Progress | undefined)[] = []
  let showing: Promise<void> | undefined
  let isStopped = false
  let end: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => {
    end = resolve
  })
  const wait = async (ms: number): Promise<void> => {
    let timer: NodeJS.Timeout | undefined
    await Promise.race([stopped, new Promise<void>((resume) => (timer = setTimeout(resume, ms)))])
    clearTimeout(timer)
  }
  const run = async (): Promise<void> => {
    while (!isStopped && latest !== undefined && latest !== shown) {
      const next = latest
      const isFirstSight = (next.seen ?? '') !== '' && (shown?.seen ?? '') === ''
      const early = isFirstSight ? 0 : betweenMs - (clock() - shownAt)
      if (early > 0) {
        await wait(early)
        continue
      }
      if (await show(next)) {
        shown = next
        shownAt = clock()
      } else await wait(busyMs)
    }
    showing = undefined
  }
  return {
    update: (progress) => {
      latest = progress
      if (!isStopped) showing ??= run()
    },
    stop: async () => {
      isStopped = true
      end()
      await showing
    },
  }
}
