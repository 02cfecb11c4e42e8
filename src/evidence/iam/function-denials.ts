import { type DeniedMessage, isDenial, readDeniedMessage } from '../../targets/denied-message.ts'
import type { LambdaFunction } from '../../targets/target.ts'
import { EvidenceMissing } from '../evidence.ts'
import { functionConfiguration } from '../lambda/configuration.ts'
import { citeLog, filterLog } from '../logs/filter.ts'
import { defineProbe } from '../probe.ts'

/** One refusal that a function wrote down, with every time it was written. */
export interface LoggedDenial extends DeniedMessage {
  readonly message: string
  /** Epoch milliseconds. */
  readonly times: readonly number[]
}

export interface FunctionDenials {
  readonly group: string
  readonly state: 'searched' | 'no-group'
  readonly complete: boolean
  /** The most frequent first. */
  readonly denials: readonly LoggedDenial[]
  /** The function's own role. */
  readonly roleArn: string
}

const pattern =
  '?"not authorized to perform" ?AccessDenied ?"Access Denied" ?UnauthorizedOperation ?AuthorizationError ?ExpiredToken ?"explicit deny"'

/** Refusals in the function's log. */
export const functionDenials = defineProbe<FunctionDenials, LambdaFunction>({
  id: 'iam.function-denials',
  actions: ['logs:FilterLogEvents'],
  uses: [functionConfiguration],
  key: (target) => target.arn,
  resource: (target) =>
    `arn:${target.partition}:logs:${target.region}:${target.account}:log-group:/aws/lambda/${target.id}:*`,
  async fetch(target, at) {
    const read = await at.read(functionConfiguration, target).catch((error: unknown) => {
      if (error instanceof EvidenceMissing && error.evidence.status === 'denied') return undefined
      throw error
    })
    const search = await filterLog(at, { group: read?.logGroup ?? `/aws/lambda/${target.id}`, pattern })
    const byKey = new Map<string, { message: string; read: DeniedMessage; times: number[] }>()
    for (const line of search.lines) {
      const said = saidIn(line.message)
      if (!isDenial(said) && readDeniedMessage(said).code === undefined) continue
      const denied = readDeniedMessage(said)
      const key = [
        denied.caller,
        denied.action,
        // Each request names another object; the refusal is one.
        denied.resource?.replace(/^(arn:[\w-]+:s3:::[^/]+\/).*/s, '$1'),
        denied.layer,
        denied.action === undefined ? denied.code : '',
      ].join(' ')
      const entry = byKey.get(key)
      if (entry === undefined) byKey.set(key, { message: said, read: denied, times: [line.at] })
      else entry.times.push(line.at)
    }
    const denials = [...byKey.values()]
      .map(({ message, read: denied, times }) => ({ ...denied, message, times }))
      .sort(
        (a, b) => Number(b.action !== undefined) - Number(a.action !== undefined) || b.times.length - a.times.length,
      )
    return {
      group: search.group,
      state: search.state,
      complete: search.complete,
      denials,
      roleArn: read?.roleArn ?? '',
    }
  },
  cite: (target, window) => citeLog(target, `/aws/lambda/${target.id}`, pattern, window),
})

/** The sentence of the refusal, out of a stack trace or a JSON line. */
function saidIn(line: string): string {
  const plain = line.replaceAll('\\"', '"')
  const [start] = /User: [\s\S]{0,1600}/.exec(plain) ?? []
  if (start === undefined) return plain.slice(0, 1_600).toWellFormed()
  const whole =
    /^.*? (?:allows the [\w-]+:[\w*]+ action|explicit deny in an? [\w -]+?polic(?:y|ies)(?:: arn:[^\s"]+)?)/s.exec(
      start,
    )
  const sentence = whole?.[0] ?? start
  // A line of JSON goes on after the closing quote; so does a stack trace on its next line.
  return (/^[\s\S]*?(?=\n|\\n|"\s*[,}\]])/.exec(sentence)?.[0] ?? sentence).toWellFormed()
}
