/** Throws when a Lambda function would send its requests, and so its data, anywhere but to AWS and Slack. */
export function refuseEndpointOverrides(env: Readonly<Record<string, string | undefined>>): void {
  if (env.AWS_LAMBDA_FUNCTION_NAME === undefined) return
  const set = Object.keys(env).filter((name) => /^AWS_ENDPOINT_URL|^SLACK_API_URL$/.test(name) && env[name] !== '')
  if (set.length === 0) return
  throw new Error(
    `${set.join(', ')} must not be set in Lambda: Firstlook talks to AWS and Slack only. Remove it from the function's environment.`,
  )
}

/** A variable the function cannot run without. Throws an Error that names it. */
export function required(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name]
  if (value === undefined || value === '')
    throw new Error(`The environment variable ${name} is not set. The hub stack sets it.`)
  return value
}
