import { total } from '../../evidence/cloudwatch/series.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import type { FunctionConfiguration } from '../../evidence/lambda/configuration.ts'
import type { Failure } from '../../evidence/lambda/failure.ts'
import { type FunctionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import type { LambdaFunction, Role } from '../../targets/target.ts'
import { placeOf } from '../../targets/target.ts'

/** `1 invocation`, `12 invocations`. */
export function count(number: number, noun: string): string {
  return `${Math.round(number).toLocaleString('en-US')} ${noun}${Math.round(number) === 1 ? '' : 's'}`
}

/** `12 of 340 invocations`, or without the total where the metrics were not read. */
export function shareOf(failures: number, metrics: Evidence<FunctionMetrics>): string {
  const read = valueIfRead(metrics)
  const invocations = read === undefined ? 0 : total(seriesOf(read).invocations)
  return invocations >= failures && invocations > 0
    ? `${failures.toLocaleString('en-US')} of ${count(invocations, 'invocation')}`
    : count(failures, 'invocation')
}

/** `02:14 UTC`. */
export function clock(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(11, 16)} UTC`
}

/** `3 s`, `850 ms`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${Number((milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0))} s`
}

/** `ValueError: no order (app.py:7 in handler)`, at most 240 characters, on one line. */
export function quote({ errorType, message, frame }: Pick<Failure, 'errorType' | 'message' | 'frame'>): string {
  const type =
    errorType === undefined || message.startsWith(errorType) ? '' : `${errorType}${message === '' ? '' : ': '}`
  const line = `${type}${message}`.replaceAll(/\s+/g, ' ').trim()
  return `${cutAtWord(line, 200)}${frame === undefined ? '' : ` (${frame})`}`
}

/** At most so many characters, ended after a whole word where there is one. */
export function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most - 1)
  const end = cut.lastIndexOf(' ')
  return `${(end > most / 2 ? cut.slice(0, end) : cut).toWellFormed()}…`
}

/** The role a function runs as; undefined when the configuration names none. */
export function roleOf(target: LambdaFunction, configuration: FunctionConfiguration | undefined): Role | undefined {
  const arn = configuration?.roleArn
  const name = arn?.split('/').at(-1)
  if (arn === undefined || name === undefined || name === '') return undefined
  return { kind: 'role', id: name, name, arn, ...placeOf(target), account: arn.split(':')[4] ?? target.account }
}

/** The start of `aws lambda <verb> --function-name … --region …`. */
export function lambdaCli(target: LambdaFunction, verb: string, options: string): string {
  return `aws lambda ${verb} --function-name ${target.id} ${options} --region ${target.region}`.replaceAll(
    / {2,}/g,
    ' ',
  )
}

/** Puts calls of an alias back on the version before; the reader fills in its number. */
export function rollBack(target: LambdaFunction): string {
  return target.qualifier !== undefined && !/^\d+$/.test(target.qualifier)
    ? `aws lambda update-alias --function-name ${target.id} --name ${target.qualifier} --function-version <previous version> --region ${target.region}`
    : `aws lambda list-versions-by-function --function-name ${target.id} --query 'Versions[-3:].[Version,LastModified]' --region ${target.region}`
}
