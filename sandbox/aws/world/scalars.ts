import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isTime } from '../clock.ts'

/** `now`, `-25m`, `-90s`, `-3d`, or ISO 8601. */
export const time = z.string().refine(isTime, 'must be a time such as "-25m", "-90s", "now" or ISO 8601')

export const textMap = z.record(z.string(), z.string())

/** A policy document as an object, or as the text AWS would hold (malformed documents need that). */
export const policyDocument = z.union([z.string(), z.looseObject({})])

/** Anything JSON: parts of a response that the sandbox hands on as they are, in the SDK's own names. */
export const sdkShape = z.record(z.string(), z.unknown())

export function policyText(document: z.infer<typeof policyDocument>): string {
  return typeof document === 'string' ? document : JSON.stringify(document)
}

/** A stable lower-case id of `length` letters and digits for a name that declares none. */
export function stableId(seed: string, length: number): string {
  return BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`)
    .toString(36)
    .slice(0, length)
}

/** A stable UUID for a seed. */
export function stableUuid(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
