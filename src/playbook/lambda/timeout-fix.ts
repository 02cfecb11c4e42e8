import { highest, within } from '../../evidence/cloudwatch/series.ts'
import type { FunctionTimeouts, LambdaFunction } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import type { SeenTimeouts } from './timeout-cause.ts'
import type { TimeoutPicture } from './timeout-evidence.ts'
import { duration, reconfigure } from './words.ts'

/** Lambda’s own most. */
const mostSeconds = 900
/** REST APIs wait 29 s unless a quota was raised, HTTP APIs 30 s at most. */
const apiSeconds = 29
const mostMemoryMb = 10_240
const roomToSpare = 1.5

/** A timeout that the work fits in, as far as it was measured; never one that the API which was asked about does not wait for. */
export function raiseTimeout({ function: fn }: FunctionTimeouts, { picture, symptom }: SeenTimeouts): Fix {
  const { configuration, limitMs } = picture
  const nowSeconds = configuration?.timeoutSeconds ?? (limitMs === undefined ? undefined : limitMs / 1000)
  if (nowSeconds === undefined || !picture.isOwnLimit) return {}
  const isBehindApi = ['500', '502', '504'].includes(symptom)
  const most = isBehindApi ? apiSeconds - 1 : mostSeconds
  if (nowSeconds >= most)
    return {
      now: isBehindApi
        ? `Shorten the work: ${fn.name} may run ${duration(nowSeconds * 1000)} already, and an API stops waiting after ${apiSeconds} s.`
        : `Split the work: ${duration(nowSeconds * 1000)} is the most that Lambda gives.`,
      iac: '',
    }
  const next = Math.min(most, Math.max(Math.ceil(nowSeconds * 2), Math.ceil((neededMs(picture) / 1000) * roomToSpare)))
  const beyond =
    next < apiSeconds
      ? ''
      : ` An API in front stops waiting after ${apiSeconds} s all the same, and a queue’s visibility timeout should be ${(6 * next).toLocaleString('en-US')} s.`
  return {
    now: `Raise the timeout of ${fn.name} from ${duration(nowSeconds * 1000)} to ${next} s, staying below the timeout of whoever calls it.${beyond}`,
    cli: reconfigure(fn, `--timeout ${next}`),
    iac: `CDK: timeout: Duration.seconds(${next}); SAM: Timeout: ${next}; Terraform: timeout = ${next}`,
  }
}

/** What invocations took while they were let finish; zero where all that is known ran into the limit. */
function neededMs({ series, onset, limitMs }: TimeoutPicture): number {
  if (series === undefined || onset === undefined) return 0
  const before = highest(within(series.durationP95, 0, onset - 60_000)) ?? 0
  return before > (limitMs ?? 0) ? before : 0
}

/** Twice the memory of the invocations that worked at its edge. */
export function doubleMemory(fn: LambdaFunction, { timeouts, configuration }: TimeoutPicture): Fix {
  const memoryMb = configuration?.memoryMb ?? timeouts.findLast((failure) => failure.memoryMb !== undefined)?.memoryMb
  if (memoryMb === undefined) return {}
  if (memoryMb >= mostMemoryMb)
    return {
      now: `Need less memory: ${fn.name} has the ${mostMemoryMb.toLocaleString('en-US')} MB that Lambda gives at most.`,
    }
  const next = Math.min(mostMemoryMb, memoryMb * 2)
  return {
    now: `Double the memory of ${fn.name} to ${next.toLocaleString('en-US')} MB.`,
    cli: reconfigure(fn, `--memory-size ${next}`),
    iac: `CDK: memorySize: ${next}; SAM: MemorySize: ${next}; Terraform: memory_size = ${next}`,
  }
}

/** A whole CPU for the start, and the time to make it; what is larger already stays. */
export function easeStart(fn: LambdaFunction, { configuration }: TimeoutPicture): Fix {
  if (configuration === undefined) return {}
  const options = [
    ...(configuration.memoryMb < 1_769 ? ['--memory-size 1769'] : []),
    ...(configuration.timeoutSeconds < 30 ? ['--timeout 30'] : []),
  ]
  return options.length === 0 ? {} : { cli: reconfigure(fn, options.join(' ')) }
}
