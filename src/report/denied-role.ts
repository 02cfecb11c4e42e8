import type { DeniedRole } from '../accounts/trust.ts'
import type { Question } from '../intake/question.ts'
import type { Answer } from './answer.ts'
import type { Report } from './report.ts'

/** The answer when the role of the account could not be assumed: nothing is known, and the gap says what would open it. */
export function deniedRoleAnswer(denied: DeniedRole, sentence: string, question: Question, durationMs: number): Answer {
  const { roleArn, account, region, action, error, statement } = denied
  const report: Report = {
    schemaVersion: 1,
    command: question.command,
    target: { kind: 'unknown', id: question.name, name: question.name, arn: '', account, region },
    window: {
      from: new Date(question.window.from).toISOString(),
      to: new Date(question.window.to).toISOString(),
    },
    verdict: 'insufficient-evidence',
    summary: `Nothing is known about “${question.name}”. ${sentence}`,
    observed: [],
    causes: [],
    earlier: [],
    ruledOut: [],
    undecided: [],
    gaps: [
      {
        probe: 'sts.session',
        action,
        resource: roleArn,
        error,
        statement:
          statement === undefined
            ? { Effect: 'Allow', Action: [action], Resource: roleArn }
            : {
                Effect: 'Allow',
                Principal: statement.Principal,
                Action: [...statement.Action],
                ...(statement.Condition !== undefined && { Condition: statement.Condition }),
              },
      },
    ],
    changes: [],
    notes: [],
    cost: { calls: 1, bytesScanned: 0, usd: 0 },
    durationMs,
  }
  return { kind: 'report', report }
}
