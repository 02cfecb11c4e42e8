import { fairGroup } from './ingress/fair-group.ts'
import { makeIngress } from './ingress/handler.ts'
import { secretsEndpoint } from './ingress/secrets-endpoint.ts'
import { signedPost } from './ingress/signed-post.ts'
import { keepSigningSecrets, parseSigningSecrets } from './ingress/signing-secrets.ts'
import { refuseUnsafeEnvironment, required } from './production.ts'

/**
 * The public Lambda function: API Gateway or function URL in, one SQS message out.
 * Environment: `FIRSTLOOK_QUEUE_URL`, `FIRSTLOOK_SECRETS_URL`, and `FIRSTLOOK_SIGNING_SECRET_ARN` of a secret `{ signingSecret, previousSigningSecret? }`.
 */
refuseUnsafeEnvironment(process.env)
const region = required(process.env, 'AWS_REGION')
const queueUrl = required(process.env, 'FIRSTLOOK_QUEUE_URL')
const secretId = required(process.env, 'FIRSTLOOK_SIGNING_SECRET_ARN')
const timeoutMs = 1200

const secrets = keepSigningSecrets(async () => {
  const answer = await signedPost({
    endpoint: secretsEndpoint(process.env),
    service: 'secretsmanager',
    region,
    target: 'secretsmanager.GetSecretValue',
    body: { SecretId: secretId },
    timeoutMs,
  })
  const text =
    answer !== null && typeof answer === 'object' && 'SecretString' in answer ? answer.SecretString : undefined
  return parseSigningSecrets(String(text))
}, Date.now)

// Read while Lambda starts the function, when it has a whole processor; a failure shows at the first request.
void secrets.current().catch(() => undefined)

export const handler = makeIngress({
  secrets,
  clock: Date.now,
  log: (entry) => console.log(JSON.stringify(entry)),
  enqueue: async (envelope) => {
    await signedPost({
      endpoint: process.env.AWS_ENDPOINT_URL ?? queueUrl,
      service: 'sqs',
      region,
      target: 'AmazonSQS.SendMessage',
      body: {
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(envelope),
        MessageGroupId: fairGroup(envelope.contentType, envelope.raw),
      },
      timeoutMs,
    })
  },
})
