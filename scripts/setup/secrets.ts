import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'

/**
 * The signing secret as the hub keeps it. A secret that it replaces stays beside it, so that requests signed with either are taken;
 * the same secret again changes nothing.
 */
export function signingSecretWith(known: string | undefined, signingSecret: string): string {
  const { signingSecret: current, previousSigningSecret: previous } = fieldsOf(known)
  const kept = current === signingSecret ? previous : current
  return JSON.stringify({ signingSecret, ...(kept !== undefined && { previousSigningSecret: kept }) })
}

/** Whether a secret that was replaced is still taken. */
export function isReplacing(known: string): boolean {
  return fieldsOf(known).previousSigningSecret !== undefined
}

/** Without the secret that was replaced. */
export function signingSecretAlone(known: string): string {
  return JSON.stringify({ signingSecret: fieldsOf(known).signingSecret })
}

/** The bot's secret with another bot in it; what else stands there, such as a key of PagerDuty's, stays. */
export function botSecretWith(known: string | undefined, bot: object): string {
  return JSON.stringify({ ...fieldsOf(known), ...bot })
}

/** A new secret of the stack's holds a random word, which is no JSON and no secret of Slack's. */
function fieldsOf(text: string | undefined): {
  readonly signingSecret?: string
  readonly previousSigningSecret?: string
} {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}')
    return parsed !== null && typeof parsed === 'object' ? parsed : {}
  } catch {
    return {}
  }
}

/** A secret's text, by the caller's own credentials; undefined when it has none. */
export async function readSecret(client: SecretsManagerClient, SecretId: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined
    throw error
  }
}

export async function writeSecret(client: SecretsManagerClient, SecretId: string, SecretString: string): Promise<void> {
  await client.send(new PutSecretValueCommand({ SecretId, SecretString }))
}
