import type { Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { Secret } from '../world/data.ts'
import { policyText, stableId, stableUuid } from '../world/scalars.ts'
import type { Place } from '../world.ts'

type SecretsManager = typeof import('@aws-sdk/client-secrets-manager')

export const secretsmanager: Handlers<SecretsManager> = {
  GetSecretValue({ place, clock }, input) {
    const secret = findSecret(place, input.SecretId)
    if (secret.deleted !== undefined)
      throw new AwsError(
        'InvalidRequestException',
        "You can't perform this operation on the secret because it was marked for deletion.",
      )
    const stage = input.VersionStage ?? 'AWSCURRENT'
    const value = stage === 'AWSCURRENT' ? secret.value : secret.versions[stage]
    if (value === undefined)
      throw new AwsError(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for staging label: ${stage}`,
      )
    return {
      ARN: secretArn(place, secret),
      Name: secret.name,
      VersionId: stableUuid(`${secret.name}/${stage}`),
      SecretString: typeof value === 'string' ? value : JSON.stringify(value),
      VersionStages: [stage],
      CreatedDate: clock.at(secret.rotated ?? secret.created),
    }
  },

  DescribeSecret({ place, clock }, input) {
    const secret = findSecret(place, input.SecretId)
    const stages = ['AWSCURRENT', ...Object.keys(secret.versions)]
    return {
      ARN: secretArn(place, secret),
      Name: secret.name,
      ...(secret.description === undefined ? {} : { Description: secret.description }),
      ...(secret.kmsKeyId === undefined ? {} : { KmsKeyId: secret.kmsKeyId }),
      CreatedDate: clock.at(secret.created),
      LastChangedDate: clock.at(secret.rotated ?? secret.created),
      ...(secret.deleted === undefined ? {} : { DeletedDate: clock.at(secret.deleted) }),
      VersionIdsToStages: Object.fromEntries(stages.map((stage) => [stableUuid(`${secret.name}/${stage}`), [stage]])),
      Tags: Object.entries(secret.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    }
  },

  GetResourcePolicy({ place }, input) {
    const secret = findSecret(place, input.SecretId)
    return {
      ARN: secretArn(place, secret),
      Name: secret.name,
      ...(secret.policy === undefined ? {} : { ResourcePolicy: policyText(secret.policy) }),
    }
  },

  ListSecrets: ({ place }) => ({
    SecretList: place.secrets.map((secret) => ({ ARN: secretArn(place, secret), Name: secret.name })),
  }),
}

export function secretArn(
  { account, region }: Pick<Place, 'account' | 'region'>,
  { name }: Pick<Secret, 'name'>,
): string {
  return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${stableId(`secret/${name}`, 6)}`
}

function findSecret(place: Place, id: string | undefined): Secret {
  const secret = place.secrets.find((candidate) => candidate.name === id || secretArn(place, candidate) === id)
  if (secret === undefined)
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  return secret
}
