import { makeSessions } from '../../src/accounts/sessions.ts'
import { diagnosticRole, failing, spoke, startSpokeWorld } from '../wire/spoke-world.ts'
import type { Tally } from './killed.ts'

const laterMs = 20 * 60_000

/**
 * Lets AWS end an assumed session before its time, after its n-th read for every `step`-th n. The answer comes all the same, by another
 * session, and the next question is not asked with the one that is over.
 */
export async function sessionsExpired(step = 1): Promise<Tally> {
  const failures: string[] = []
  let runs = 0
  for (let after = 0; ; after += step) {
    const { isOver, wrong } = await expiredAfter(after)
    if (!isOver) return { kind: 'an assumed session ended early', runs, failures }
    runs += 1
    failures.push(...wrong.map((each) => `after ${after} reads: ${each}`))
  }
}

async function expiredAfter(reads: number): Promise<{ isOver: boolean; wrong: string[] }> {
  const startedAt = Date.now()
  let isOver = false
  let readSoFar = (): readonly string[] => []
  const { aws, ask, opened, read } = await startSpokeWorld({
    world: { elsewhere: [{ account: spoke, ...failing, roles: [diagnosticRole()] }] },
    // The sessions' own clock does not tell that one is over.
    sessions: makeSessions(() => startedAt),
    now: () => {
      isOver ||= readSoFar().length > reads
      return isOver ? startedAt + laterMs : startedAt
    },
  })
  readSoFar = read
  try {
    const wrong: string[] = []
    for (const which of ['first', 'second']) {
      const answer = await ask('why-errors orders in prod')
      if (answer.kind !== 'report') wrong.push(`${which}: ${answer.sentence}`)
      else if (answer.report.causes[0] === undefined) wrong.push(`${which}: ${answer.report.verdict}`)
    }
    if (isOver && opened().length !== 2) wrong.push(`${opened().length} sessions were opened`)
    return { isOver, wrong }
  } finally {
    await aws.close()
  }
}
