import { expect, it } from 'vitest'
import { cloudformationPlaybook } from './index.ts'

const ids = [
  'cfn-iam-denied',
  'cfn-name-conflict',
  'cfn-early-property',
  'cfn-early-bucket-not-empty',
  'cfn-quota',
  'cfn-throttling',
  'cfn-invalid-property',
  'cfn-not-found-ref',
  'cfn-stabilize-timeout',
  'cfn-custom-resource-timeout',
  'cfn-custom-resource-failed',
  'cfn-hook-failed',
  'cfn-circular',
  'cfn-changeset-nochanges',
  'cfn-changeset-obsolete',
  'cfn-review-in-progress',
  'cfn-update-rollback-failed',
  'cfn-rollback-failed',
  'cfn-delete-bucket',
  'cfn-delete-dependency',
  'cfn-delete-protection',
  'cfn-delete-conflict-iam',
  'cfn-delete-edge',
  'cfn-delete-hostedzone',
  'cfn-delete-role-gone',
  'cfn-nested-failed',
  'cfn-drift',
  'cfn-export-in-use',
  'cfn-wait-signals',
  'cfn-capabilities',
  'cfn-rollback-trigger',
  'cfn-transform',
  'cfn-cancelled-cascade',
  'cfn-stuck-cleanup',
]

it('has a cause, an alias or advice for every way a stack fails', () => {
  const { causes, advice } = cloudformationPlaybook
  const known = new Set([
    ...causes.flatMap((cause) => [cause.id, ...(cause.aliases ?? []).map((alias) => alias.id)]),
    ...advice.map((row) => row.id),
  ])
  expect(ids.filter((id) => !known.has(id))).toEqual([])
  expect([...known].filter((id) => !ids.includes(id))).toEqual([])
})
