import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { permissionsPage } from '../../scripts/docs/permissions.ts'
import { playbookPage } from '../../scripts/docs/playbook.ts'
import { configCheck } from '../../src/entry/config-check.ts'
import { actionsOf, probesOf } from '../../src/evidence/probe.ts'
import { deniedDataActions } from '../../src/playbook/permissions.ts'
import { askedOf, reportFrom } from '../incidents/answer.ts'

vi.mock('../../playbook/index.ts', async () => {
  const { ordersPasswordRotated } = await import('./orders-password-rotated.ts')
  return { ownPlaybook: { causes: [ordersPasswordRotated] } }
})

const root = join(import.meta.dirname, '..', '..')
const refusal = 'password authentication failed for user "orders"'

const world = {
  functions: [
    {
      name: 'orders',
      lastModified: '-12d',
      traffic: [
        { from: '-3h', perMinute: 30 },
        { from: '-25m', perMinute: 30, errors: 10 },
      ],
    },
  ],
  logGroups: [
    {
      name: '/aws/lambda/orders',
      events: [{ from: '-25m', every: '6s', invocation: { error: { type: 'error', message: refusal } } }],
    },
  ],
  secrets: [{ name: 'prod/orders-db', value: 'not-to-be-read', rotated: '-27m' }],
}

describe('the example of docs/own-playbook.md', () => {
  it('is what the page shows', () => {
    const page = readFileSync(join(root, 'docs', 'own-playbook.md'), 'utf8')
    for (const file of ['orders-password-rotated.ts', 'orders-secret.ts']) {
      const source = readFileSync(join(import.meta.dirname, file), 'utf8').replaceAll("'../../src/", "'../src/")
      expect(page).toContain(`<!-- test/own-playbook/${file} -->\n\`\`\`ts\n${source}\`\`\``)
    }
  })

  it('names its cause over the wire, with no more than the generated role', async () => {
    const { answer, calls } = await askedOf('why-errors orders', world)
    const report = reportFrom(answer)

    expect(report.causes.map(({ id, strength }) => `${id} ${strength}`)).toEqual(['orders-password-rotated proven'])
    expect(report.causes[0]?.chain.map(({ id }) => id)).toEqual(['lambda-unhandled-exception'])
    expect(calls.filter(({ action }) => action === 'secretsmanager:DescribeSecret')).toHaveLength(1)
    expect(JSON.stringify(report)).not.toContain('not-to-be-read')
  })

  it('is inconclusive, with the statement that is missing, where its read is refused', async () => {
    const { answer } = await askedOf('why-errors orders', { ...world, deny: ['secretsmanager:DescribeSecret'] })
    const report = reportFrom(answer)

    expect(report.causes.map(({ id }) => id)).toEqual(['lambda-unhandled-exception'])
    expect(report.undecided.map(({ id }) => id)).toContain('orders-password-rotated')
    expect(report.gaps.map(({ statement }) => statement?.Action)).toContainEqual(['secretsmanager:DescribeSecret'])
  })

  it('stands in the generated pages, and may be named in firstlook.config.ts', () => {
    expect(playbookPage()).toContain('`orders-password-rotated`')
    expect(permissionsPage()).toContain('| `secretsmanager:DescribeSecret` | `own.orders-secret`')
    expect(configCheck().causeIds).toContain('orders-password-rotated')
  })
})

it('a team’s causes have a test beside them and read no data', async () => {
  const { ownPlaybook } = await vi.importActual<typeof import('../../playbook/index.ts')>('../../playbook/index.ts')
  for (const { id, needs } of ownPlaybook.causes ?? []) {
    expect(existsSync(join(root, 'playbook', `${id}.test.ts`)), `playbook/${id}.test.ts`).toBe(true)
    expect(actionsOf(probesOf(needs)).filter((action) => deniedDataActions.includes(action))).toEqual([])
  }
})
