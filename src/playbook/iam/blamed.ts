import { domainOf } from '../../aws/partition.ts'
import { accountOf } from '../../targets/principal-arn.ts'
import {
  bucket,
  kmsKey,
  lambdaFunction,
  type Place,
  placeOf,
  type Queue,
  type Role,
  type Target,
  table,
} from '../../targets/target.ts'
import type { DenialContext, DenialEvidence } from './denial-needs.ts'
import { readDenial } from './reading.ts'

const ofCaller =
  /^iam-(no-identity-allow|resource-arn-mismatch|condition-unmet|tag-based-abac|explicit-deny-identity|permissions-boundary|session-policy|passrole|slr-missing|wrong-identity|quarantine|sso-permission-set|eventual-consistency)$/

/** The thing to change: the caller's role, the role to be assumed, or the key; the refusal itself where it is none of these. */
export function blamed(id: string, evidence: DenialEvidence, at: DenialContext): { readonly resource?: Target } {
  const { principal, resource } = readDenial(at.target, evidence)
  if (ofCaller.test(id)) return roleIn(principal, at)
  if (id.startsWith('iam-trust')) return roleIn(resource, at)
  if (id.startsWith('iam-resource-policy')) return ownerOf(resource, at)
  if (id.startsWith('iam-kms') && resource?.includes(':kms:') === true) return { resource: kmsKey(at.target, resource) }
  return {}
}

/** The resource whose own policy is meant, where it is of a kind with a name of its own here. */
function ownerOf(arn: string | undefined, { target }: DenialContext): { readonly resource?: Target } {
  const [, partition = target.partition, service = '', region = '', account = '', ...rest] = (arn ?? '').split(':')
  const path = rest.join(':')
  const place = { partition, region: region || target.region, account: account || target.account }
  const [head = '', name = ''] = path.split(/[:/]/)
  if (service === 's3' && path !== '') return { resource: bucket(place, head) }
  if (service === 'sqs' && path !== '') return { resource: queueAt(place, path) }
  if (service === 'lambda' && head === 'function') return { resource: lambdaFunction(place, name) }
  if (service === 'dynamodb' && head === 'table') return { resource: table(place, name) }
  return service === 'kms' && arn !== undefined ? { resource: kmsKey(target, arn) } : {}
}

function queueAt(place: Place, name: string): Queue {
  const url = `https://sqs.${place.region}.${domainOf(place.partition)}/${place.account}/${name}`
  return {
    kind: 'queue',
    id: name,
    name,
    url,
    arn: `arn:${place.partition}:sqs:${place.region}:${place.account}:${name}`,
    ...place,
  }
}

function roleIn(arn: string | undefined, { target }: DenialContext): { readonly resource?: Role } {
  const name = /:role\/(?:.*\/)?([^/]+)$/.exec(arn ?? '')?.[1]
  if (arn === undefined || name === undefined) return {}
  const place = { ...placeOf(target), account: accountOf(arn) ?? target.account }
  return { resource: { kind: 'role', id: name, name, arn, ...place } }
}
