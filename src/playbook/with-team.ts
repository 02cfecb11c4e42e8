import type { Target } from '../targets/target.ts'
import type { Cause } from './cause.ts'
import type { OpenQuestions } from './open-question.ts'
import type { Playbook } from './playbook.ts'
import type { Observation, Sign } from './sign.ts'
import { type Team, thresholdsFor } from './team.ts'

interface At {
  readonly target: Target
}

/** The playbook as a team uses it: its thresholds reach every sign and cause, and its words the report. */
export function withTeam(playbook: Playbook, team: Team): Playbook {
  const signOf = (sign: Sign): Sign => heedingSign(sign, team)
  return {
    ...playbook,
    causes: playbook.causes.map((cause) => heedingCause(cause, team)),
    signs: playbook.signs.map(signOf),
    ...(playbook.open !== undefined && { open: heedingQuestions(playbook.open, signOf) }),
    team,
  }
}

function heedingCause(cause: Cause, team: Team): Cause {
  const diagnose = cause.diagnose as (evidence: never, at: At) => ReturnType<Cause['diagnose']>
  return {
    ...cause,
    diagnose: (evidence: never, at: At) => diagnose(evidence, withThresholds(at, team)),
  }
}

function heedingSign(sign: Sign, team: Team): Sign {
  const observe = sign.observe as (evidence: never, at: At) => Observation
  return {
    ...sign,
    observe: (evidence: never, at: At) =>
      notNoise(observe(evidence, withThresholds(at, team)), team.thresholds.failureShare),
  }
}

function heedingQuestions(open: OpenQuestions, signOf: (sign: Sign) => Sign): OpenQuestions {
  return Object.fromEntries(
    Object.entries(open).map(([kind, questions]) => [
      kind,
      questions.map((each) => (each.sign === undefined ? each : { ...each, sign: signOf(each.sign) })),
    ]),
  )
}

function withThresholds(at: At, team: Team): At {
  return { ...at, thresholds: thresholdsFor(team, at.target) } as At
}

/** Failures too rare for this team to call a failure: they are told, and no cause is looked for. */
function notNoise(observation: Observation, failureShare: number): Observation {
  const { state, failedShare, summary } = observation
  if (failedShare === undefined || failedShare >= failureShare || (state !== 'present' && state !== 'recovered'))
    return observation
  const limit = `${percent(failureShare)} that firstlook.config.ts counts as a failure`
  return {
    ...observation,
    state: 'absent',
    summary: `${summary} At most ${percent(failedShare)} failed in any five minutes, less than the ${limit}.`,
    times: [],
  }
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`
}
