/** Why a request failed, as its execution log says. */
export const failureKinds = [
  'wrong-method',
  'malformed',
  'customer-error',
  'permission',
  'throttled',
  'role',
  'function-missing',
  'lambda-infra',
  'tls-name',
  'tls',
  'timeout',
  'network',
  'mapping',
  'header-conflict',
  'transform',
  'usage-quota',
  'usage-throttle',
  'api-key',
  'resource-policy',
  'iam',
  'authorizer-deny',
  'unauthorized',
  'validation',
  'media',
  'too-large',
  'waf',
  'authorizer',
  'internal',
  'config',
] as const
export type FailureKind = (typeof failureKinds)[number]

/** First fit wins, so what is more particular stands above what is more general. */
const kindPatterns: Readonly<Record<FailureKind, RegExp>> = {
  'wrong-method': /Unable to determine service\/operation name to be authorized/,
  malformed: /Malformed Lambda proxy response/i,
  'customer-error': /customer function error/i,
  permission: /Invalid permissions on Lambda function/i,
  throttled: /Rate ?Exceeded|TooManyRequests|Lambda invocation failed with status: 429/i,
  role: /assume the provided role|assume role|not authorized to perform: (sts:AssumeRole|lambda:Invoke)/i,
  'function-missing':
    /Lambda invocation failed with status: 404|Function not found|Invalid function ARN|ResourceNotFoundException/i,
  'lambda-infra': /Lambda invocation failed with status: 5\d\d/i,
  'tls-name': /Host name .* does not match the certificate/i,
  tls: /PKIX path|certification path|SSLHandshake|SSLEngine|handshake_failure|certificate_unknown/i,
  timeout: /due to a timeout error|Endpoint request timed out/i,
  network:
    /network error communicating with endpoint|Connection refused|Connection reset|Connection is closed|UnknownHost|Invalid endpoint address/i,
  mapping: /No match for output mapping/i,
  'header-conflict': /header already present/i,
  transform: /Unable to transform (request|response)/i,
  'usage-quota': /quota limit exceeded|\bLimit Exceeded\b/i,
  'usage-throttle': /throttle limit exceeded|usage plan .*(throttl|rate limit)/i,
  'api-key': /API Key .*\bnot authorized\b|API Key was not provided|No Usage Plan found|Usage Plan check failed/i,
  'resource-policy':
    /anonymous is not authorized to perform: execute-api|execute-api:\w+ on resource: .*explicit deny/i,
  iam: /is not authorized to perform: execute-api/i,
  'authorizer-deny': /client is not authorized to perform this operation|not authorized to access this resource/i,
  unauthorized: /\bUnauthorized request\b|"message"\s*:\s*"Unauthorized"|^Unauthorized\b/i,
  validation:
    /does not match model schema|Missing required request param|Invalid request (body|parameters)|Request validation/i,
  media: /Unsupported Media Type/i,
  'too-large': /Request Too Long|Request entity too large|content length exceeded/i,
  waf: /WAF.*(block|denied|forbidden)/i,
  authorizer: /authorizer (error|failure)|Authorizer.*(error|failed|invalid)|due to .*authorizer/i,
  internal: /internal error|Internal server error while/i,
  config: /due to (a |an )?configuration error/i,
}

export function kindOf(text: string): FailureKind | undefined {
  return failureKinds.find((kind) => kindPatterns[kind].test(text))
}

/** The more particular of two. */
export function moreParticular(a: FailureKind | undefined, b: FailureKind | undefined): FailureKind | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return failureKinds.indexOf(a) <= failureKinds.indexOf(b) ? a : b
}

/** `(request id) text`, which every execution line is. */
export function splitLine(message: string): { readonly requestId: string; readonly text: string } | undefined {
  const found = /^\s*(?:\S+ )?\(([\w=+/-]+)\)\s+([\s\S]*)$/.exec(message)
  return found === null ? undefined : { requestId: found[1] ?? '', text: found[2] ?? '' }
}
