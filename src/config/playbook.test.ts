import { describe, expect, it } from 'vitest'
import { loadConfig } from './config.ts'

const check = {
  causeIds: ['lambda-oom', 'apigw502-oom'],
  nearest: (word: string) => (word === 'lambda-omo' ? ['lambda-oom'] : []),
}

describe('a team’s playbook', () => {
  it('takes notes, causes switched off and thresholds', () => {
    const written = {
      playbook: {
        notes: [{ cause: 'lambda-oom', resource: 'orders-*', runbook: 'https://wiki.example.com/orders' }],
        off: [{ cause: 'apigw502-oom', reason: 'Known and accepted.' }],
      },
      thresholds: { failureShare: 0.01, slow: [{ kind: 'table', milliseconds: 80 }] },
    }

    expect(loadConfig(written, check)).toMatchObject({ ...written, thresholds: { recoveredMinutes: 10 } })
  })

  it.each<readonly [string, object, string]>([
    [
      'an unknown cause, with what was meant',
      { playbook: { off: [{ cause: 'lambda-omo', reason: 'Known.' }] } },
      'playbook.off.0.cause: there is no cause "lambda-omo"; did you mean "lambda-oom"?',
    ],
    [
      'an unknown cause like no other',
      { playbook: { notes: [{ cause: 'x', note: 'Known.' }] } },
      'playbook.notes.0.cause: there is no cause "x"; docs/playbook.md lists all of them',
    ],
    [
      'a cause switched off in silence',
      { playbook: { off: [{ cause: 'lambda-oom' }] } },
      'playbook.off.0.reason: say why',
    ],
    [
      'an empty reason',
      { playbook: { off: [{ cause: 'lambda-oom', reason: ' ' }] } },
      'playbook.off.0.reason: say why',
    ],
    [
      'a note to nothing',
      { playbook: { notes: [{ note: 'Known.' }] } },
      'playbook.notes.0: say what the note belongs to',
    ],
    ['a note of nothing', { playbook: { notes: [{ cause: 'lambda-oom' }] } }, 'playbook.notes.0: give it a `note`'],
    [
      'a runbook that is no link',
      { playbook: { notes: [{ cause: 'lambda-oom', runbook: 'javascript:alert(1)' }] } },
      'playbook.notes.0.runbook: a link that begins with https://',
    ],
    [
      'a kind without slowness',
      { thresholds: { slow: [{ kind: 'queue', milliseconds: 5 }] } },
      'only "table" and "function"',
    ],
    ['a share of percent', { thresholds: { failureShare: 5 } }, 'thresholds.failureShare: a share from 0 to 1'],
  ])('refuses %s', (_, written, sentence) => {
    expect(() => loadConfig(written, check)).toThrow(sentence)
  })

  it('names the line of each fault', () => {
    const source = `export default defineConfig({
  playbook: {
    off: [
      { cause: 'lambda-omo', reason: 'Known.' },
    ],
  },
})`

    expect(() =>
      loadConfig({ playbook: { off: [{ cause: 'lambda-omo', reason: 'Known.' }] } }, { ...check, source }),
    ).toThrow('  line 4, playbook.off.0.cause: there is no cause')
    expect(() =>
      loadConfig({ playbook: { of: [] } }, { source: 'defineConfig({\n  playbook: {\n    of: [],\n  },\n})' }),
    ).toThrow('  line 3, playbook.of: there is no setting "of"')
  })
})
