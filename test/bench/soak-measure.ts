import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What the process held after everything was done and the garbage was collected. */
export interface Sample {
  readonly answers: number
  readonly heapKilobytes: number
  /** Sockets, timers and whatever else keeps a process alive. */
  readonly handles: number
  readonly listeners: number
  readonly logBytes: number
  readonly logLines: number
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Bytes of the heap that garbage does not account for, in kilobytes. */
export async function heapKilobytes(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collect()
    // What has a finalizer goes at the next turn.
    await new Promise(setImmediate)
  }
  return process.memoryUsage().heapUsed / 1024
}

export function handlesOpen(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate').length
}

export function listenersOf(emitter: NodeJS.EventEmitter): number {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0)
}

/** By how much a value grows for each answer, by least squares over the later half: the first fills caches and warms code. */
export function growthPerAnswer(samples: readonly Sample[], measured: (sample: Sample) => number): number {
  const late = samples.slice(Math.floor(samples.length / 2))
  const mean = (of: (sample: Sample) => number) => late.reduce((sum, each) => sum + of(each), 0) / late.length
  const [x, y] = [mean(({ answers }) => answers), mean(measured)]
  const spread = late.reduce((sum, { answers }) => sum + (answers - x) ** 2, 0)
  const together = late.reduce((sum, each) => sum + (each.answers - x) * (measured(each) - y), 0)
  return spread === 0 ? 0 : together / spread
}
