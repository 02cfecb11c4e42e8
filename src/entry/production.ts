/** Variables with which a Lambda function would talk to somebody else, trust anybody, or print what it talks about. */
const forbidden: readonly (readonly [RegExp, (value: string) => boolean, string])[] = [
  [/^AWS_ENDPOINT_URL|^SLACK_API_URL$/, () => true, 'Firstlook talks to AWS and Slack only'],
  [/^NODE_TLS_REJECT_UNAUTHORIZED$/, (value) => value === '0', 'without it anybody could answer for AWS and Slack'],
  [/^NODE_DEBUG$/, () => true, 'it prints requests, and with them addresses that are secrets'],
  [
    /^POWERTOOLS_LOGGER_LOG_EVENT$/,
    (value) => value !== 'false',
    'it prints requests, and with them what people wrote',
  ],
]

/** Throws when the environment of a Lambda function would send its data elsewhere, or into its log. */
export function refuseUnsafeEnvironment(env: Readonly<Record<string, string | undefined>>): void {
  if (env.AWS_LAMBDA_FUNCTION_NAME === undefined) return
  for (const [shape, isUnsafe, why] of forbidden) {
    const set = Object.entries(env).filter(([name, value = '']) => shape.test(name) && value !== '' && isUnsafe(value))
    if (set.length > 0)
      throw new Error(
        `${set.map(([name]) => name).join(', ')} must not be set in Lambda: ${why}. Remove it from the function's environment.`,
      )
  }
}

/** A variable the function cannot run without. Throws an Error that names it. */
export function required(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name]
  if (value === undefined || value === '')
    throw new Error(`The environment variable ${name} is not set. The hub stack sets it.`)
  return value
}
