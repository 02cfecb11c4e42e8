import type { KeyMetadata } from '@aws-sdk/client-kms'
import type { Call, Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { Key } from '../world/data.ts'
import { policyText, stableId } from '../world/scalars.ts'
import type { Place } from '../world.ts'

type Kms = typeof import('@aws-sdk/client-kms')

export const kms: Handlers<Kms> = {
  DescribeKey: (call, input) => ({ KeyMetadata: describeKey(call, findKey(call.place, input.KeyId)) }),

  GetKeyPolicy({ place }, input) {
    const key = findKey(place, input.KeyId)
    const usual = {
      Version: '2012-10-17',
      Id: 'key-default-1',
      Statement: [
        {
          Sid: 'Enable IAM User Permissions',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${place.account}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
      ],
    }
    return { Policy: policyText(key.policy ?? usual), PolicyName: 'default' }
  },

  ListGrants({ place, clock }, input) {
    const key = findKey(place, input.KeyId)
    return {
      Grants: key.grants
        .filter(({ grantee }) => input.GranteePrincipal === undefined || grantee === input.GranteePrincipal)
        .map((grant, index) => ({
          KeyId: keyArn(place, key),
          GrantId: grant.id ?? stableId(`${key.id}/grant/${index}`, 64),
          Name: grant.name ?? '',
          CreationDate: clock.at(key.created),
          GranteePrincipal: grant.grantee,
          IssuingAccount: `arn:aws:iam::${place.account}:root`,
          Operations: grant.operations as ['Decrypt'],
          ...(grant.retiring === undefined ? {} : { RetiringPrincipal: grant.retiring }),
          ...(grant.constraints === undefined ? {} : { Constraints: grant.constraints }),
        })),
      Truncated: false,
    }
  },

  GetKeyRotationStatus({ place }, input) {
    const key = findKey(place, input.KeyId)
    if (!isSymmetric(key))
      throw new AwsError(
        'UnsupportedOperationException',
        'Automatic rotation is supported for symmetric encryption keys only.',
      )
    return { KeyRotationEnabled: key.rotation, KeyId: key.id }
  },

  ListAliases({ place }) {
    return {
      Aliases: place.keys.flatMap((key) =>
        key.alias === undefined
          ? []
          : [
              {
                AliasName: aliasOf(key),
                AliasArn: `arn:aws:kms:${place.region}:${place.account}:${aliasOf(key)}`,
                TargetKeyId: key.id,
              },
            ],
      ),
      Truncated: false,
    }
  },

  ListKeys: ({ place }) => ({
    Keys: place.keys.map((key) => ({ KeyId: key.id, KeyArn: keyArn(place, key) })),
    Truncated: false,
  }),
}

export function keyArn({ account, region }: Pick<Place, 'account' | 'region'>, { id }: Pick<Key, 'id'>): string {
  return `arn:aws:kms:${region}:${account}:key/${id}`
}

function aliasOf({ alias = '' }: Key): string {
  return alias.startsWith('alias/') ? alias : `alias/${alias}`
}

function findKey(place: Place, reference: string | undefined): Key {
  const wanted = reference?.replace(/^arn:aws[\w-]*:kms:[\w-]+:\d+:(key\/)?/, '')
  const key = place.keys.find(
    (candidate) => candidate.id === wanted || (candidate.alias !== undefined && aliasOf(candidate) === wanted),
  )
  if (key !== undefined) return key
  const shown = reference?.startsWith('arn:')
    ? reference
    : `arn:aws:kms:${place.region}:${place.account}:key/${reference}`
  throw new AwsError(
    'NotFoundException',
    wanted?.startsWith('alias/') ? `Alias ${shown} is not found.` : `Key '${shown}' does not exist`,
  )
}

function describeKey({ place, clock }: Call, key: Key): KeyMetadata {
  return {
    AWSAccountId: place.account,
    KeyId: key.id,
    Arn: keyArn(place, key),
    CreationDate: clock.at(key.created),
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: key.usage as 'ENCRYPT_DECRYPT',
    KeyState: key.state as 'Enabled',
    Origin: 'AWS_KMS',
    KeyManager: key.manager,
    ...(isSymmetric(key)
      ? { KeySpec: 'SYMMETRIC_DEFAULT' as const, EncryptionAlgorithms: ['SYMMETRIC_DEFAULT' as const] }
      : { KeySpec: 'RSA_2048' as const }),
    MultiRegion: key.multiRegion,
    ...(key.deletion === undefined ? {} : { DeletionDate: clock.at(key.deletion) }),
  }
}

function isSymmetric({ usage }: Key): boolean {
  return usage === 'ENCRYPT_DECRYPT'
}
