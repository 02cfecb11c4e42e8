import { expect, it } from 'vitest'
import { usersOf } from './credential-report.ts'

const csv = `user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated
<root_account>,arn:aws:iam::123456789012:root,2019-01-01T00:00:00+00:00,not_supported,2026-01-01T00:00:00+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
ana,arn:aws:iam::123456789012:user/ana,2024-01-01T00:00:00+00:00,true,no_information,2024-01-01T00:00:00+00:00,N/A,false,true,2024-02-01T00:00:00+00:00,2026-11-20T09:00:00+00:00,eu-west-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
`

it('reads users, and takes N/A and no_information for what they are', () => {
  const [root, ana] = usersOf(csv)

  expect(root).toMatchObject({ name: 'root', isRoot: true, hasPassword: false, hasMfa: true })
  expect(ana).toMatchObject({ name: 'ana', isRoot: false, hasPassword: true, hasMfa: false })
  expect(ana?.passwordLastUsedAt).toBeUndefined()
  expect(ana?.keys[0]).toEqual({
    number: 1,
    isActive: true,
    rotatedAt: Date.parse('2024-02-01T00:00:00Z'),
    usedAt: Date.parse('2026-11-20T09:00:00Z'),
  })
  expect(ana?.keys[1]).toEqual({ number: 2, isActive: false })
})

it('makes nobody up from an empty report', () => {
  expect(usersOf('')).toEqual([])
})
