import { highest, within } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { inLog } from '../../evidence/lambda/failures.ts'
import type { LastWords, Reading } from './last-words.ts'
import type { TimeoutEvidence, TimeoutPicture } from './timeout-evidence.ts'
import type { FactWords, TimeoutReading } from './timeout-reading.ts'
import { clock, cutAtWord, duration } from './words.ts'

const minuteMs = 60_000
const deployLeadMs = 6 * minuteMs

/** What the course of the durations and the last lines together amount to, where nothing says it outright. */
export function readShape(evidence: TimeoutEvidence, picture: TimeoutPicture): readonly TimeoutReading[] {
  const one =
    readDeploy(evidence, picture) ??
    readOutlier(evidence, picture) ??
    readEventLoop(evidence, picture) ??
    readCompute(evidence, picture)
  if (one !== undefined) return [one]
  const waiting = readWaiting(evidence, picture)
  if (picture.shape === 'continuous' && picture.isOwnLimit) return [readLimit(picture, true)]
  if (waiting !== undefined) return [waiting]
  const canBeLimit = picture.isOwnLimit
  if (canBeLimit && picture.configuration?.timeoutSeconds === 3) return [readLimit(picture, false)]
  const doubtful: TimeoutReading = {
    id: 'lambda-timeout-downstream-slow',
    strength: 'possible',
    why:
      picture.shape === 'split'
        ? 'it is either quick or does not end, as when something it calls does not answer'
        : 'something it calls may be slow; its log does not say what',
    facts: shapeFacts(picture),
  }
  return canBeLimit ? [doubtful, { ...readLimit(picture, false), strength: 'possible' }] : [doubtful]
}

/** Before the first timeout invocations took longer than the limit allows now: it was lowered. */
export function readLowered(picture: TimeoutPicture): TimeoutReading | undefined {
  const { configuration, isOwnLimit, limitMs, onset, series } = picture
  if (
    !isOwnLimit ||
    configuration === undefined ||
    limitMs === undefined ||
    onset === undefined ||
    series === undefined
  )
    return undefined
  const before = highest(within(series.durationP95, 0, onset - minuteMs))
  if (before === undefined || before < 1.05 * limitMs) return undefined
  return {
    id: 'lambda-timeout-too-low',
    strength: 'likely',
    why: `its timeout is ${duration(limitMs)} now, and until ${clock(onset)} its invocations took up to ${duration(before)} and were let finish: the timeout was lowered`,
    facts: [
      ['configuration', 'Timeout', `${configuration.timeoutSeconds} s`, configuration.lastModified],
      ['metrics', 'Duration p95 before the first timeout', duration(before), onset, 'Duration p95'],
    ],
  }
}

/** A deploy just before the first timeout, in a function that was well before and is slower since. */
function readDeploy(evidence: TimeoutEvidence, picture: TimeoutPicture): TimeoutReading | undefined {
  const { configuration, onset, series, limitMs } = picture
  const changed = configuration?.lastModified
  if (changed === undefined || onset === undefined || series === undefined || limitMs === undefined) return undefined
  if (changed > onset + minuteMs || changed < onset - deployLeadMs) return undefined
  const before = within(series.durationMaximum, 0, onset - minuteMs)
  const longestBefore = highest(before)
  if (longestBefore === undefined || before.points.length < 5 || longestBefore > 0.7 * limitMs) return undefined
  const words = picture.words.findLast((each) => each.line !== undefined)
  return {
    id: 'lambda-timeout-deploy-regression',
    strength: 'likely',
    why: `it was changed at ${clock(changed)} and has timed out since ${clock(onset)}; before, its longest invocation took ${duration(longestBefore)}${words?.callee === undefined ? '' : `, and now it waits for ${words.callee.name}`}`,
    facts: [
      ['configuration', 'LastModified', `${new Date(changed).toISOString()}; first timeout ${clock(onset)}`, changed],
      ['metrics', 'Longest duration before', duration(longestBefore), onset, 'Duration Maximum'],
      ...(words === undefined ? [] : [lastLine(evidence, words)]),
    ],
  }
}

function readOutlier(evidence: TimeoutEvidence, { failedShare }: TimeoutPicture): TimeoutReading | undefined {
  const tails = valueIfRead(evidence.tails)
  const sizes = (tails?.runs ?? []).flatMap((run) => run.size ?? [])
  const others = [...(tails?.otherSizes ?? [])].sort((a, b) => a - b)
  const usual = others[Math.floor((others.length - 1) / 2)]
  if (
    usual === undefined ||
    others.length < 2 ||
    sizes.length === 0 ||
    sizes.length < (tails?.runs.length ?? 0) ||
    (failedShare ?? 0) > 0.5
  )
    return undefined
  if (Math.min(...sizes) < 5 * Math.max(1, usual)) return undefined
  return {
    id: 'lambda-timeout-payload-outlier',
    strength: 'likely',
    why: `only large events do: the timed-out ones speak of ${Math.min(...sizes)} or more, others of ${usual}`,
    facts: [
      [
        'tails',
        'Sizes in timed-out and other invocations',
        `${sizes.join(', ')}; others about ${usual}`,
        tails?.runs.at(-1)?.endAt,
        tails?.group,
      ],
    ],
  }
}

function readEventLoop(evidence: TimeoutEvidence, picture: TimeoutPicture): TimeoutReading | undefined {
  const words = most(picture, ['completed'])
  if (words === undefined || !picture.isOwnLimit || !/^nodejs/.test(picture.configuration?.runtime ?? 'nodejs'))
    return undefined
  return {
    id: 'lambda-timeout-event-loop',
    strength: 'likely',
    why: `its work is done (“${words.line?.slice(0, 100)}”), yet the invocation stays open for ${duration(words.silenceMs)}: something keeps the event loop alive or a callback is never called`,
    facts: [lastLine(evidence, words)],
  }
}

function readCompute(evidence: TimeoutEvidence, picture: TimeoutPicture): TimeoutReading | undefined {
  const words = most(picture, ['computing'])
  const memoryMb = picture.configuration?.memoryMb
  if (words === undefined || memoryMb === undefined || memoryMb > 512) return undefined
  const used = picture.timeouts.findLast((failure) => failure.maxMemoryMb !== undefined)?.maxMemoryMb
  return {
    id: 'lambda-timeout-cpu-starved',
    strength: 'likely',
    why: `it computes (“${words.line?.slice(0, 100)}”) with ${memoryMb} MB, which is ${Math.round((memoryMb / 1769) * 100)} % of one CPU`,
    facts: [
      lastLine(evidence, words),
      [
        'configuration',
        'MemorySize',
        `${memoryMb.toLocaleString('en-US')} MB${used === undefined ? '' : `, ${used.toLocaleString('en-US')} MB used`}`,
      ],
    ],
  }
}

function readWaiting(evidence: TimeoutEvidence, picture: TimeoutPicture): TimeoutReading | undefined {
  const words = most(picture, ['calling', 'connect-failed'])
  if (words === undefined) return undefined
  return {
    id: 'lambda-timeout-downstream-slow',
    strength: 'likely',
    why: `it waits ${duration(words.silenceMs)} for ${words.callee?.name ?? 'an answer'}: the last line before the silence is “${cutAtWord(words.line ?? '', 120)}”`,
    facts: [lastLine(evidence, words), ...shapeFacts(picture)],
  }
}

/** The limit itself is too low for the work. */
function readLimit(picture: TimeoutPicture, isContinuous: boolean): TimeoutReading {
  const { configuration, series, limitMs = 0 } = picture
  const isDefault =
    configuration?.timeoutSeconds === 3 || (configuration === undefined && Math.abs(limitMs - 3_000) < 50)
  const slow = series === undefined ? undefined : highest(series.durationP95)
  // A lack of memory or of connections gives the same durations, and only the log tells of those.
  const unlogged = isDefault ? 'likely' : 'possible'
  const logged = isContinuous && isDefault ? 'proven' : 'likely'
  const strength = picture.timeouts.length === 0 ? unlogged : logged
  const usual = slow === undefined ? '' : `, while its slower invocations take ${duration(Math.min(slow, limitMs))}`
  return {
    id: isDefault ? 'lambda-timeout-default-3s' : 'lambda-timeout-too-low',
    strength,
    why: isDefault
      ? `its timeout is Lambda’s default of 3 s${usual}`
      : `its work takes about as long as its timeout of ${duration(limitMs)} allows${usual}`,
    facts: [
      ...(configuration === undefined
        ? []
        : [['configuration', 'Timeout', `${configuration.timeoutSeconds} s`] as const]),
      ...shapeFacts(picture),
    ],
  }
}

/** The reading that most of the slow invocations share. */
function most({ words }: TimeoutPicture, kinds: readonly LastWords[]): Reading | undefined {
  const fitting = words.filter((each) => kinds.includes(each.is))
  return fitting.length * 2 > words.length || (fitting.length > 0 && fitting.length * 2 === words.length)
    ? fitting.at(-1)
    : undefined
}

function lastLine(evidence: TimeoutEvidence, { line, at, silenceMs, requestId }: Reading): FactWords {
  return [
    'tails',
    `Last line, then ${duration(silenceMs)} of silence`,
    cutAtWord(line ?? '', 200),
    at,
    inLog(valueIfRead(evidence.tails)?.group, { ...(requestId !== undefined && { requestId }) }),
  ]
}

function shapeFacts({ series, timeouts }: TimeoutPicture): FactWords[] {
  if (series === undefined) {
    const last = timeouts.at(-1)
    return last === undefined ? [] : [['failures', 'Newest timeout', last.message, last.at]]
  }
  const words = [
    ['median', highest(series.durationP50)],
    ['p95', highest(series.durationP95)],
    ['maximum', highest(series.durationMaximum)],
  ] as const
  const said = words.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${duration(value)}`])).join(', ')
  return said === '' ? [] : [['metrics', 'Duration, highest of any minute', said, undefined, 'Duration p95']]
}
