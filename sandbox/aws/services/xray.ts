import type { TraceSummary } from '@aws-sdk/client-xray'
import type { Handlers } from '../call.ts'
import type { Clock } from '../clock.ts'
import { AwsError } from '../wire/errors.ts'
import { stableId } from '../world/scalars.ts'
import type { Trace } from '../world/watching.ts'
import { pageOf, tokenAs } from './paging.ts'
import { matchesTrace } from './xray-filter.ts'

type XRay = typeof import('@aws-sdk/client-xray')

export const xray: Handlers<XRay> = {
  GetTraceSegmentDestination: ({ place }) => ({
    Destination: place.xray.destination,
    Status: place.xray.status as 'ACTIVE',
  }),

  GetTraceSummaries({ place, clock }, input) {
    const from = input.StartTime?.getTime() ?? 0
    const to = input.EndTime?.getTime() ?? clock.now()
    if (to - from > 24 * 3_600_000)
      throw new AwsError('InvalidRequestException', 'Time range cannot be longer than 24 hours.', { status: 400 })
    // With Transaction Search on, spans are in CloudWatch Logs and X-Ray has only what it indexed.
    const traces = place.xray.destination === 'CloudWatchLogs' ? [] : place.xray.traces
    const found = traces.filter(
      (trace) =>
        clock.at(trace.at).getTime() >= from &&
        clock.at(trace.at).getTime() <= to &&
        matchesTrace(trace, input.FilterExpression),
    )
    const { page, next } = pageOf(found, input.NextToken, 100)
    return {
      TraceSummaries: page.map((trace) => describeTrace(clock, trace)),
      ApproximateTime: new Date(clock.now()),
      TracesProcessedCount: found.length,
      ...tokenAs('NextToken', next),
    }
  },

  BatchGetTraces({ place, clock }, input) {
    const wanted = input.TraceIds ?? []
    if (wanted.length > 5)
      throw new AwsError('InvalidRequestException', 'TraceIds size limit exceeded.', { status: 400 })
    const found = place.xray.traces.filter((trace) => wanted.includes(traceId(clock, trace)))
    return {
      Traces: found.map((trace) => ({
        Id: traceId(clock, trace),
        Duration: trace.durationSeconds,
        LimitExceeded: false,
        Segments: trace.segments.map((segment, index) => ({
          Id: stableId(`${traceId(clock, trace)}/${index}`, 16),
          Document: JSON.stringify(segment),
        })),
      })),
      UnprocessedTraceIds: wanted.filter((id) => !found.some((trace) => traceId(clock, trace) === id)),
    }
  },

  GetServiceGraph({ place }, input) {
    return {
      StartTime: input.StartTime,
      EndTime: input.EndTime,
      Services: place.xray.services,
      ContainsOldGroupVersions: false,
    }
  },
}

function traceId(clock: Clock, trace: Trace): string {
  return (
    trace.id ??
    `1-${Math.floor(clock.at(trace.at).getTime() / 1000).toString(16)}-${Buffer.from(stableId(JSON.stringify(trace), 12)).toString('hex')}`
  )
}

function describeTrace(clock: Clock, trace: Trace): TraceSummary {
  return {
    Id: traceId(clock, trace),
    StartTime: clock.at(trace.at),
    Duration: trace.durationSeconds,
    ResponseTime: trace.durationSeconds,
    HasFault: trace.fault,
    HasError: trace.error,
    HasThrottle: trace.throttle,
    IsPartial: false,
    ...(trace.url === undefined
      ? {}
      : { Http: { HttpURL: trace.url, HttpMethod: trace.method, HttpStatus: trace.status } }),
    ServiceIds: trace.services.map(({ name, type }) => ({ Name: name, Names: [name], Type: type })),
    Annotations: Object.fromEntries(
      Object.entries(trace.annotations).map(([name, value]) => [name, [{ AnnotationValue: annotationOf(value) }]]),
    ),
    ...(trace.faultRootCauses === undefined ? {} : { FaultRootCauses: trace.faultRootCauses }),
    ...(trace.errorRootCauses === undefined ? {} : { ErrorRootCauses: trace.errorRootCauses }),
    ...(trace.responseTimeRootCauses === undefined ? {} : { ResponseTimeRootCauses: trace.responseTimeRootCauses }),
  }
}

function annotationOf(value: string | number | boolean) {
  if (typeof value === 'number') return { NumberValue: value }
  return typeof value === 'boolean' ? { BooleanValue: value } : { StringValue: value }
}
