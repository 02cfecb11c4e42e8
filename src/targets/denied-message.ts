/** Which kind of policy said no. */
export type PolicyLayer = 'identity' | 'boundary' | 'session' | 'scp' | 'rcp' | 'resource' | 'vpc-endpoint' | 'trust'

/** What a refusal says of itself. Words may have been lost when it was pasted; whatever is not said stays out. */
export interface DeniedMessage {
  /** As printed: an assumed-role session, a role, a user, a service. */
  readonly caller?: string
  /** `dynamodb:PutItem` */
  readonly action?: string
  readonly resource?: string
  readonly layer?: PolicyLayer
  /** Explicit: a Deny statement matched. Implicit: nothing allowed it. */
  readonly effect?: 'explicit' | 'implicit'
  /** The ARN of the policy that denies; resource policies have none. */
  readonly policyArn?: string
  /** For `sts:DecodeAuthorizationMessage`. */
  readonly encoded?: string
  /** AWS's own error code, where it stands in the text. */
  readonly code?: string
  /** The endpoint policy spoke for an organization's policy. */
  readonly isTransitive?: boolean
}

const layerWords: readonly (readonly [RegExp, PolicyLayer])[] = [
  [/VPC endpoint polic/i, 'vpc-endpoint'],
  [/permissions boundar/i, 'boundary'],
  [/sessions? polic/i, 'session'],
  [/service control polic/i, 'scp'],
  [/resource control polic/i, 'rcp'],
  [/trust polic/i, 'trust'],
  [/identity-based polic/i, 'identity'],
  [/resource-based polic/i, 'resource'],
]

const codes =
  /\b(AccessDeniedException|AccessDenied|UnauthorizedOperation|AuthorizationError(?:Exception)?|AuthFailure|InvalidClientTokenId|ExpiredTokenException|ExpiredToken|SignatureDoesNotMatch|UnrecognizedClientException|InvalidAccessKeyId|InvalidToken|RequestExpired|KMSAccessDeniedException|NotAuthorized|Forbidden)\b/

/** Reads a pasted or recorded refusal. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function readDeniedMessage(text: string): DeniedMessage {
  const message = text.replaceAll(/\\?["“”`]/g, '').replaceAll(/\\[nrt]|\s+/g, ' ')
  const caller = /User:?\s+(?:is\s+)?(arn:[^\s,]+|(?!is\b)\S+?)\s+(?:is )?(?:not authorized|is not)/i.exec(message)?.[1]
  const action =
    /(?:to )?perform(?:ed)?:?\s*([a-z0-9-]+:[A-Za-z0-9*]+)/i.exec(message)?.[1] ??
    allowsAction(message) ??
    keyAction(message)
  const resource = resourceIn(text, message)
  const because = /(?:because|with an explicit deny)\s.*$/i.exec(message)?.[0] ?? message
  const layer = layerWords.find(([words]) => words.test(because))?.[1]
  const encoded = /[Ee]ncoded authorization failure message:?\s*([A-Za-z0-9_\-+/=]{20,})/.exec(message)?.[1]
  const isExplicit = /explicit deny/i.test(message)
  const policyArn = layer === undefined ? undefined : policyAfter(because)
  const code = codes.exec(message)?.[1]
  return {
    ...given('caller', caller),
    ...given('action', action),
    ...given('resource', trimmed(resource)),
    ...given('encoded', encoded),
    ...given('code', code),
    ...given('policyArn', policyArn),
    ...(layer !== undefined && { layer, effect: isExplicit ? 'explicit' : 'implicit' }),
    ...(layer === undefined && isExplicit && { effect: 'explicit' }),
    ...(/transitively through/i.test(message) && { isTransitive: true }),
  }
}

/** Whether a text reads like a refusal at all. */
export function isDenial(text: string): boolean {
  return /not authorized|access ?denied|UnauthorizedOperation|explicit deny|AuthorizationError|is not authorized|no \S+ policy allows|ciphertext refers to a customer master key/i.test(
    text,
  )
}

/** KMS’s older words hide whether the key is missing or refused. */
function keyAction(message: string): string | undefined {
  return /ciphertext refers to a customer master key|access to KMS is not allowed/i.test(message)
    ? 'kms:Decrypt'
    : undefined
}

/** `because no identity-based policy allows the lambda:InvokeFunction action` names the action too. */
function allowsAction(message: string): string | undefined {
  return /allows? (?:the )?([a-z0-9-]+:[A-Za-z0-9*]+)/.exec(message)?.[1]
}

function policyAfter(because: string): string | undefined {
  return trimmed(/polic(?:y|ies):?\s+(arn:[^\s,)]+)|boundary:?\s+(arn:[^\s,)]+)/i.exec(because)?.slice(1).find(Boolean))
}

function trimmed(text: string | undefined): string | undefined {
  return text?.replace(/[.,;)\]]+$/, '')
}

const resourceWords =
  /(?:on )?resource:?\s+'?(arn:[^\s,)']+|[^\s,:)']+:[^\s,)']+|\*|(?:role|user|group|policy|instance profile) [\w+=,.@-]+|[\w/+=.@-]{2,}(?= (?:because no|with an explicit deny)\b| ?\(|[.\s]*$))/i

/** Quotes hold a name together, spaces and commas in it included; without them it ends where a word does. */
function resourceIn(text: string, message: string): string | undefined {
  const quoted = /resource:?\s+\\?(["“'])(arn:[^"”'\\]{4,1500}?)\\?["”']/i.exec(text)?.[2]
  return quoted ?? resourceWords.exec(message)?.[1]
}

function given<K extends string>(name: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [P in K]: string })
}
