import { total } from '../../evidence/cloudwatch/series.ts'
import { type Evidence, valueIfRead } from '../../evidence/evidence.ts'
import type { FunctionConfiguration } from '../../evidence/lambda/configuration.ts'
import type { Failure } from '../../evidence/lambda/failure.ts'
import { type FunctionMetrics, seriesOf } from '../../evidence/lambda/metrics.ts'
import type { LambdaFunction, Role } from '../../targets/target.ts'
import { placeOf } from '../../targets/target.ts'
import { choose, shellWord } from '../command.ts'

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

/** A command of `aws lambda` for the function; an option of an empty text is left out. */
export function lambdaCli(target: LambdaFunction, verb: string, options: string): string {
  return `aws lambda ${verb} --function-name ${shellWord(target.id)}${options === '' ? '' : ` ${options}`} --region ${target.region}`
}

/** Whether callers name an alias, which goes on calling its version until it is moved. */
export function callsAlias(target: LambdaFunction): target is LambdaFunction & { readonly qualifier: string } {
  return target.qualifier !== undefined && !/^(?:\d+|\$LATEST)$/.test(target.qualifier)
}

/**
 * Changes the configuration of what is called: behind an alias that takes a new version too, published only if its code is that of the version called.
 */
export function reconfigure(target: LambdaFunction, options: string): string {
  const change = lambdaCli(target, 'update-function-configuration', options)
  if (!callsAlias(target)) return change
  const alias = shellWord(target.qualifier)
  const code = lambdaCli(target, 'get-function-configuration', `--qualifier ${alias} --query CodeSha256 --output text`)
  return [
    change,
    lambdaCli(target, 'wait function-updated', ''),
    `CODE=$(${code})`,
    `VERSION=$(${lambdaCli(target, 'publish-version', '--code-sha256 "$CODE" --query Version --output text')})`,
    lambdaCli(target, 'update-alias', `--name ${alias} --function-version "\${VERSION:?nothing was published}"`),
  ].join('\n')
}

/** Puts calls of an alias back on a version before the one that is called now; where none is called, the code of one becomes that of `$LATEST`. */
export function rollBack(target: LambdaFunction, version?: string): string {
  const list = lambdaCli(
    target,
    'list-versions-by-function',
    "--query 'Versions[-5:].[Version,LastModified,Description]' --output table",
  )
  const which = version === undefined || version === '$LATEST' ? 'the one that worked' : `one before ${version}`
  if (/^\d+$/.test(target.qualifier ?? '')) return list
  if (!callsAlias(target))
    return choose(list, { VERSION: `a version of the list, ${which}` }, ({ VERSION }) => {
      const code = lambdaCli(target, 'get-function', `--qualifier ${VERSION} --query Code.Location --output text`)
      const upload = lambdaCli(target, 'update-function-code', '--zip-file fileb://previous.zip')
      return `curl -sS -f -o previous.zip "$(${code})" && ${upload}`
    })
  return choose(list, { VERSION: `a version of the list, ${which}` }, ({ VERSION }) =>
    lambdaCli(target, 'update-alias', `--name ${shellWord(target.qualifier)} --function-version ${VERSION}`),
  )
}

/** Of the function's alias, or of one that has to be chosen where none is called: versions alone can have provisioned concurrency. */
export function provision(target: LambdaFunction, executions: number): string {
  const change = (qualifier: string): string =>
    lambdaCli(
      target,
      'put-provisioned-concurrency-config',
      `--qualifier ${qualifier} --provisioned-concurrent-executions ${executions}`,
    )
  if (target.qualifier !== undefined && target.qualifier !== '$LATEST') return change(shellWord(target.qualifier))
  const list = lambdaCli(target, 'list-aliases', "--query 'Aliases[].[Name,FunctionVersion]' --output table")
  return choose(list, { ALIAS: 'an alias of the list, which callers must then name' }, ({ ALIAS }) => change(ALIAS))
}

/**
 * Sends what a function drops to a queue that is chosen.
 *
 * `put` sets retries and age of a configuration that is there back to the defaults; where nobody knows whether one is, it comes second.
 */
export function keepDropped(fn: LambdaFunction, verb?: 'put' | 'update'): string {
  const qualifier = fn.qualifier === undefined ? '' : `--qualifier ${shellWord(fn.qualifier)} `
  return choose(
    `aws sqs list-queues --region ${fn.region}`,
    { QUEUE: 'the name of a queue of the list that keeps what is dropped' },
    ({ QUEUE }) =>
      (verb === undefined ? (['update', 'put'] as const) : [verb])
        .map((each) =>
          lambdaCli(
            fn,
            `${each}-function-event-invoke-config`,
            `${qualifier}--destination-config "OnFailure={Destination=arn:${fn.partition}:sqs:${fn.region}:${fn.account}:"${QUEUE}"}"`,
          ),
        )
        .join(' || '),
  )
}
