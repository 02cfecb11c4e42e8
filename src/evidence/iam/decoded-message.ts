import { DecodeAuthorizationMessageCommand, STSClient } from '@aws-sdk/client-sts'
import { readDeniedMessage } from '../../targets/denied-message.ts'
import type { Denial } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'

/** What an encoded authorization failure says once decoded. */
export interface DecodedMessage {
  readonly isExplicit: boolean
  readonly action?: string
  readonly resource?: string
  readonly caller?: string
  /** Sids or sources of the statements that matched. */
  readonly matched: readonly string[]
}

/** The pasted message in the clear; null when nothing was encoded. */
export const decodedMessage = defineProbe<DecodedMessage | null, Denial>({
  id: 'iam.decoded-message',
  actions: ['sts:DecodeAuthorizationMessage'],
  key: (target) => `${target.region} ${readDeniedMessage(target.message ?? '').encoded ?? ''}`,
  resource: () => '*',
  async fetch(target, { aws }) {
    const { encoded } = readDeniedMessage(target.message ?? '')
    if (encoded === undefined) return null
    const answer = await aws.client(STSClient).send(new DecodeAuthorizationMessageCommand({ EncodedMessage: encoded }))
    return readDecoded(answer.DecodedMessage ?? '{}')
  },
  cite: (target) => ({
    source: 'sts:DecodeAuthorizationMessage',
    account: target.account,
    region: target.region,
    cli: 'aws sts decode-authorization-message --encoded-message MESSAGE --query DecodedMessage --output text',
  }),
})

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html */
export function readDecoded(json: string): DecodedMessage {
  const value = JSON.parse(json) as {
    explicitDeny?: unknown
    matchedStatements?: { items?: readonly { statementId?: unknown; sourcePolicyId?: unknown }[] }
    context?: { action?: unknown; resource?: unknown; principal?: { arn?: unknown } }
  }
  const text = (field: unknown): string | undefined => (typeof field === 'string' && field !== '' ? field : undefined)
  const [action, resource, caller] = [
    text(value.context?.action),
    text(value.context?.resource),
    text(value.context?.principal?.arn),
  ]
  return {
    isExplicit: value.explicitDeny === true,
    ...(action !== undefined && { action }),
    ...(resource !== undefined && { resource }),
    ...(caller !== undefined && { caller }),
    matched: (value.matchedStatements?.items ?? []).flatMap(
      (item) => text(item.statementId) ?? text(item.sourcePolicyId) ?? [],
    ),
  }
}
