import { withoutSignature } from '../targets/resolve/presigned.ts'
import { isRegion } from './regions.ts'

/** What a pasted ARN or address says beside the name. */
export interface ResourceWord {
  readonly name: string
  readonly account?: string
  readonly region?: string
  readonly stage?: string
}

/**
 * Reads what a person pasted for a resource. An ARN stays whole and gives its account and region; an `execute-api` address
 * gives the API id, region and stage; a queue's address stays whole; any other address gives its host; a console address of a function or queue its name.
 */
export function readResource(word: string): ResourceWord {
  if (/\s/.test(word.trim())) return { name: word, ...regionIn(word) }
  if (/^arn:aws[a-z-]*:/i.test(word)) return fromArn(word)
  const presigned = withoutSignature(word)
  if (presigned !== undefined) return { name: presigned }
  const address = addressOf(word)
  return address === undefined ? { name: word } : fromAddress(address, word)
}

/** The same text, its presigned addresses without what would let anybody use them. */
export function unsigned(text: string): string {
  return text.replace(/https?:\/\/[^\s"'`<>]+/gi, (address) => withoutSignature(address) ?? address)
}

/** The region of the resource that a pasted message names; its account may be a foreign one and is not taken. */
export function regionIn(message: string): { readonly region?: string } {
  const region = /resource:?\s+\\?["'`]?arn:[\w-]+:[\w-]+:([a-z0-9-]+):/i.exec(message)?.[1]
  return region !== undefined && isRegion(region) ? { region } : {}
}

function fromArn(arn: string): ResourceWord {
  const [, , , region = '', account = ''] = arn.split(':')
  return {
    name: arn,
    ...(/^\d{12}$/.test(account) ? { account } : {}),
    ...(isRegion(region) ? { region } : {}),
  }
}

function addressOf(word: string): URL | undefined {
  const isHost = /^[a-z0-9.-]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com/i.test(word)
  if (!/^(https?|wss?):\/\//i.test(word) && !isHost) return undefined
  return URL.parse(isHost ? `https://${word}` : word) ?? undefined
}

function fromAddress(address: URL, word: string): ResourceWord {
  const host = address.hostname
  const api = /^([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/.exec(host)
  if (api?.[1] !== undefined && api[2] !== undefined) {
    const stage = address.pathname.split('/')[1]
    return { name: api[1], region: api[2], ...(stage === undefined || stage === '' ? {} : { stage }) }
  }
  if (/(^|\.)console\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)$/.test(host))
    return fromConsole(address, word)
  const queue = /^sqs\.([a-z0-9-]+)\.amazonaws\.com/.exec(host)
  if (queue?.[1] !== undefined) return { name: word, ...(isRegion(queue[1]) ? { region: queue[1] } : {}) }
  return { name: host }
}

function fromConsole(address: URL, word: string): ResourceWord {
  const region = address.searchParams.get('region') ?? address.hostname.split('.')[0] ?? ''
  const place = isRegion(region) ? { region } : {}
  const path = `${address.pathname}${address.hash}`
  const match = /functions\/([^/?]+)|(?:restapis|apis)\/([a-z0-9]+)|[?&](?:api|apiId)=([a-z0-9]+)/.exec(
    `${path}${address.search}`,
  )
  const found = match?.[1] ?? match?.[2] ?? match?.[3]
  return { name: found ?? word, ...place }
}
