import { required } from '../production.ts'

/** Where Secrets Manager is: as the stack says, whose partition has a domain of its own; outside Lambda the environment may name another place. */
export function secretsEndpoint(env: Readonly<Record<string, string | undefined>>): string {
  return env.AWS_ENDPOINT_URL ?? required(env, 'FIRSTLOOK_SECRETS_URL')
}
