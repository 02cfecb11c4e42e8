import { highest, total } from '../../evidence/cloudwatch/series.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import type { LoggedError } from '../../evidence/lambda/failure.ts'
import { dependencyOf } from '../../evidence/lambda/failure-kind.ts'
import { poolWords } from './last-words.ts'
import type { TimeoutEvidence, TimeoutPicture } from './timeout-evidence.ts'
import type { FactWords, TimeoutReading } from './timeout-reading.ts'
import { cutAtWord, duration } from './words.ts'

type Reader = (evidence: TimeoutEvidence, picture: TimeoutPicture) => TimeoutReading | undefined

/** What the logs, reports or metrics name outright. */
export function readExplicit(evidence: TimeoutEvidence, picture: TimeoutPicture): TimeoutReading | undefined {
  const readers: readonly Reader[] = [readFileSystem, readInit, readMemory, readExtension, readPool, readRetries]
  for (const reader of readers) {
    const reading = reader(evidence, picture)
    if (reading !== undefined) return reading
  }
  return undefined
}

const readFileSystem: Reader = ({ failures, configuration }, { words }) => {
  const seen = valueIfRead(failures)
  const said = [...(seen?.failures ?? []), ...(seen?.loggedErrors ?? [])].findLast((each) =>
    /EFSIO|EFSMount|S3Files\w*Exception|IO process that was taking too long/.test(`${each.errorType} ${each.message}`),
  )
  const fileSystem = valueIfRead(configuration)?.fileSystems[0]
  const waiting = words.findLast((each) => each.is === 'file-system')
  if (said === undefined && (waiting === undefined || fileSystem === undefined)) return undefined
  return {
    id: 'lambda-timeout-efs',
    strength: 'likely',
    why: `its file system ${fileSystem?.arn ?? ''} does not answer in time${said === undefined ? '' : `: ${said.message || said.errorType}`}`,
    facts: [
      said !== undefined
        ? ['failures', 'Said by Lambda', said.message || `${said.errorType}`, said.at, seen?.group]
        : ['tails', 'Last line before the silence', waiting?.line ?? '', waiting?.at, seen?.group],
      ...(fileSystem === undefined
        ? []
        : [['configuration', 'File system', `${fileSystem.arn} at ${fileSystem.localMountPath}`] as const]),
    ],
    ...(fileSystem !== undefined && easeFileSystem(fileSystem.arn)),
  }
}

/** Functions name the access point; the mount targets and the throughput are the file system's. */
function easeFileSystem(arn: string): { readonly cli: string } | undefined {
  const [, region, accessPoint] = /:elasticfilesystem:([^:]+):.*\/(fsap-\w+)$/.exec(arn) ?? []
  if (accessPoint === undefined) return undefined
  return {
    cli: [
      `FILE_SYSTEM=$(aws efs describe-access-points --access-point-id ${accessPoint} --query 'AccessPoints[0].FileSystemId' --output text --region ${region})`,
      `aws efs describe-mount-targets --file-system-id "$FILE_SYSTEM" --query 'MountTargets[].[MountTargetId,SubnetId,LifeCycleState]' --output table --region ${region}`,
      `aws efs update-file-system --file-system-id "$FILE_SYSTEM" --throughput-mode elastic --region ${region}`,
    ].join('\n'),
  }
}

const readInit: Reader = ({ failures }, { timeouts }) => {
  const seen = valueIfRead(failures)
  const inits = (seen?.failedInits ?? []).filter((init) => init.status === 'timeout')
  const joined = inits.filter((init) =>
    timeouts.some(
      (failure) =>
        failure.stream === init.stream &&
        Math.abs(failure.at - init.at) <= (failure.timeoutSeconds ?? 3) * 1000 + 60_000,
    ),
  )
  const init = joined.at(-1)
  if (init === undefined || joined.length * 2 < Math.min(timeouts.length, 2)) return undefined
  const isMost =
    new Set(joined.map((each) => each.stream)).size * 2 >= new Set(timeouts.map((each) => each.stream)).size
  if (!isMost) return undefined
  return {
    id: 'lambda-timeout-init-suppressed',
    strength: 'proven',
    why: `its start takes longer than the ${duration(init.phase === 'init' ? 10_000 : init.durationMs)} Lambda allows, is repeated inside the invocation and counts towards its timeout`,
    facts: [
      [
        'failures',
        'INIT_REPORT',
        `${duration(init.durationMs)}, phase ${init.phase}, status timeout; ${joined.length} times`,
        init.at,
        seen?.group,
      ],
    ],
  }
}

const readMemory: Reader = ({ failures }, { timeouts }) => {
  const measured = timeouts.filter((failure) => failure.maxMemoryMb !== undefined && failure.memoryMb !== undefined)
  const full = measured.filter(
    (failure) => (failure.maxMemoryMb ?? 0) >= 0.95 * (failure.memoryMb ?? Number.POSITIVE_INFINITY),
  )
  const last = full.at(-1)
  if (last === undefined || full.length * 2 < measured.length) return undefined
  return {
    id: 'lambda-timeout-memory-thrash',
    strength: 'likely',
    why: `it works at the edge of its memory, ${last.maxMemoryMb?.toLocaleString('en-US')} of ${last.memoryMb?.toLocaleString('en-US')} MB, and slows down before it is cut off`,
    facts: [
      [
        'failures',
        'Max memory used by timed-out invocations',
        `${last.maxMemoryMb?.toLocaleString('en-US')} of ${last.memoryMb?.toLocaleString('en-US')} MB, in ${full.length} of ${measured.length}`,
        last.at,
        valueIfRead(failures)?.group,
      ],
    ],
  }
}

const readExtension: Reader = (_evidence, { series, limitMs, times }) => {
  if (series === undefined || limitMs === undefined) return undefined
  const near = {
    points: series.postRuntimeExtensionsDuration.points.filter((point) =>
      times.some((time) => Math.abs(time - point.at) <= 120_000),
    ),
  }
  const longest = highest(near)
  if (longest === undefined || longest < Math.max(1_000, 0.3 * limitMs)) return undefined
  return {
    id: 'lambda-timeout-extension',
    strength: 'likely',
    why: `an extension works on for ${duration(longest)} after the handler has ended, and that counts towards the timeout`,
    facts: [
      [
        'metrics',
        'PostRuntimeExtensionsDuration',
        duration(longest),
        near.points.findLast((point) => point.value === longest)?.at,
        'PostRuntimeExtensionsDuration',
      ],
    ],
  }
}

const readPool: Reader = (evidence, picture) => {
  const words = picture.words.findLast((each) => each.is === 'pool')
  const logged = nearTimeouts(evidence, picture).findLast((each) => poolWords.test(each.message))
  const line = words?.line ?? logged?.message
  if (line === undefined) return undefined
  const peak = picture.series === undefined ? undefined : highest(picture.series.concurrentExecutions)
  return {
    id: 'lambda-timeout-db-connections',
    strength: 'likely',
    why: `it waits for a database connection: ${cutAtWord(line, 160)}`,
    facts: [
      lineFact(evidence, words === undefined ? 'failures' : 'tails', line, words?.at ?? logged?.at),
      ...(peak === undefined
        ? []
        : [
            [
              'metrics',
              'Concurrent executions, each with connections of its own',
              `${peak} at most`,
              undefined,
              'ConcurrentExecutions',
            ] as const,
          ]),
    ],
  }
}

const readRetries: Reader = (evidence, picture) => {
  const words = picture.words.findLast((each) => each.is === 'throttled')
  const logged = nearTimeouts(evidence, picture).findLast((each) => each.kind === 'dependency-throttled')
  const table = (valueIfRead(evidence.tables) ?? []).find((each) =>
    each.throttles.points.some(
      (point) =>
        point.value > 0 && picture.times.some((time) => time >= point.at - 60_000 && time <= point.at + 120_000),
    ),
  )
  if (words === undefined && logged === undefined && table === undefined) return undefined
  const line = words?.line ?? logged?.message
  const dependency = line === undefined ? undefined : dependencyOf('', line, line)
  const what =
    table === undefined
      ? (dependency?.resource ?? dependency?.service ?? 'something it calls')
      : `the table ${table.name}`
  return {
    id: 'lambda-timeout-sdk-retries',
    strength: 'likely',
    why: `${what} throttles it, and the SDK retries until the time is up`,
    facts: [
      ...(line === undefined
        ? []
        : [lineFact(evidence, words === undefined ? 'failures' : 'tails', line, words?.at ?? logged?.at)]),
      ...(table === undefined
        ? []
        : [
            [
              'tables',
              `Throttled requests on ${table.name}`,
              `${total(table.throttles)}`,
              table.throttles.points.at(-1)?.at,
              table.name,
            ] as const,
          ]),
    ],
  }
}

function lineFact(
  evidence: TimeoutEvidence,
  need: 'failures' | 'tails',
  line: string,
  at: number | undefined,
): FactWords {
  return [need, 'Line of a slow invocation', cutAtWord(line, 200), at, valueIfRead(evidence.failures)?.group]
}

/** Error lines written while invocations were running into the limit. */
function nearTimeouts({ failures }: TimeoutEvidence, { times, limitMs, timeouts }: TimeoutPicture): LoggedError[] {
  const requests = new Set(timeouts.flatMap((failure) => failure.requestId ?? []))
  return (valueIfRead(failures)?.loggedErrors ?? []).filter((each) =>
    each.requestId !== undefined && requests.size > 0
      ? requests.has(each.requestId)
      : times.some((time) => each.at <= time + 1_000 && each.at >= time - (limitMs ?? 0) - 1_000),
  )
}
