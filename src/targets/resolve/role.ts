import { GetRoleCommand, GetUserCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam'
import type { AwsReader } from '../../aws/reader.ts'
import type { Symptom } from '../symptom.ts'
import { placeOf, type Role } from '../target.ts'
import type { Lookup, LookupResult } from './resolution.ts'

const mostPages = 4

/** `orders`, `service-role/orders`, a role's, user's or session's ARN: the bare name. */
export function principalHint(text: string): { readonly name: string; readonly kind?: 'role' | 'user' } | undefined {
  const arn = /^arn:[\w-]+:(?:iam|sts)::\d{12}:(role|user|assumed-role)\/(.+)$/.exec(text)
  if (arn?.[1] === 'assumed-role') return { name: arn[2]?.split('/')[0] ?? '', kind: 'role' }
  if (arn?.[2] !== undefined) return { name: arn[2].split('/').at(-1) ?? '', kind: arn[1] === 'user' ? 'user' : 'role' }
  const plain = /^(?:role\/|user\/)?(?:[\w+=,.@-]+\/)*([\w+=,.@-]{1,128})$/.exec(text)
  return plain?.[1] === undefined ? undefined : { name: plain[1] }
}

/** The ARN of a role or user of this account; undefined when there is neither. */
export async function findPrincipal(text: string, aws: AwsReader): Promise<string | undefined> {
  const hint = principalHint(text)
  if (hint === undefined) return undefined
  const iam = aws.client(IAMClient)
  if (hint.kind !== 'user') {
    const role = await iam.send(new GetRoleCommand({ RoleName: hint.name })).catch(unlessMissing)
    if (role?.Role?.Arn !== undefined) return role.Role.Arn
  }
  if (hint.kind === 'role') return undefined
  const user = await iam.send(new GetUserCommand({ UserName: hint.name })).catch(unlessMissing)
  return user?.User?.Arn
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && /^NoSuchEntity/.test(error.name)) return undefined
  throw error
}

/** A role, or a user, whose calls are refused. */
export const roleLookup = {
  id: 'iam.role',
  actions: ['iam:GetRole', 'iam:GetUser'],
  resource: (text, aws) => `arn:${aws.partition}:iam::${aws.account}:role/${principalHint(text)?.name ?? '*'}`,
  fits: (text, symptom) => symptom === 'denied' && principalHint(text) !== undefined,
  round: (symptom) => (symptom === 'denied' ? 2 : 3),
  async find(text: string, aws: AwsReader, _symptom: Symptom): Promise<LookupResult> {
    const arn = await findPrincipal(text, aws)
    if (arn === undefined) return { exact: [], others: [] }
    const name = arn.split('/').at(-1) ?? text
    const target: Role = { kind: 'role', id: name, name, arn, ...placeOf(aws) }
    return { exact: [{ target, label: `${arn.includes(':user/') ? 'user' : 'role'} ${name}`, hint: arn }], others: [] }
  },
} satisfies Lookup

/** Only to say what may have been meant. */
export const roleNames = {
  id: 'iam.roles',
  actions: ['iam:ListRoles'],
  resource: () => '*',
  fits: (_text, symptom) => symptom === 'denied',
  round: () => 3,
  async find(_text: string, aws: AwsReader): Promise<LookupResult> {
    const names: string[] = []
    let marker: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await aws
        .client(IAMClient)
        .send(new ListRolesCommand({ MaxItems: 200, ...(marker !== undefined && { Marker: marker }) }))
      names.push(...(answer.Roles ?? []).flatMap((each) => each.RoleName ?? []))
      marker = answer.IsTruncated === true ? answer.Marker : undefined
      if (marker === undefined) break
    }
    return { exact: [], others: names }
  },
} satisfies Lookup
