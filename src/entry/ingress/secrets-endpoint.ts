/** Where Secrets Manager is, unless the environment names another place, which it may outside Lambda only. */
export function secretsEndpoint(env: Readonly<Record<string, string | undefined>>, region: string): string {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  return env.AWS_ENDPOINT_URL ?? `https://secretsmanager.${region}.${domain}`
}
