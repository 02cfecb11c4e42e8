import { classify } from '../../aws/failure.ts'
import type { AwsReader } from '../../aws/reader.ts'
import type { IamAction } from '../probe.ts'

/** What came of trying an action. `untried` says why nothing is known of it: it is never taken for allowed. */
export type TrialOutcome =
  | { readonly status: 'works' }
  | { readonly status: 'denied'; readonly error: string }
  | { readonly status: 'untried'; readonly why: string }

/** Tries actions by calling them, each once. */
export interface Trial {
  readonly aws: AwsReader
  /** Calls, notes under its action what came of it, and gives the answer; undefined when there was none. */
  readonly attempt: <T>(action: IamAction, call: () => Promise<T>) => Promise<T | undefined>
  /** Notes that these cannot be called here. */
  readonly cannot: (why: string, ...actions: readonly IamAction[]) => void
}

/** Tries the actions of some services, read-only and on what is there already. */
export type ServiceTrials = (trial: Trial) => Promise<void>

export interface OpenTrial extends Trial {
  readonly outcomes: ReadonlyMap<IamAction, TrialOutcome>
}

export interface TrialOptions {
  /** After so many calls nothing more is tried. */
  readonly mostCalls: number
  readonly onTried?: (action: IamAction) => void
}

/** AWS refuses before it looks at what was asked: these errors come only to those who are allowed. */
const allowedAll = /^InvalidAuthorizationMessage/

export function openTrial(aws: AwsReader, { mostCalls, onTried }: TrialOptions): OpenTrial {
  const outcomes = new Map<IamAction, TrialOutcome>()
  let calls = 0
  return {
    aws,
    outcomes,
    attempt: async (action, call) => {
      if (calls >= mostCalls) {
        outcomes.set(action, { status: 'untried', why: `the budget of ${mostCalls} calls was used up` })
        return undefined
      }
      calls += 1
      try {
        const answer = await call()
        outcomes.set(action, { status: 'works' })
        return answer
      } catch (error) {
        outcomes.set(action, outcomeOf(error, aws.signal.aborted))
        return undefined
      } finally {
        onTried?.(action)
      }
    },
    cannot: (why, ...actions) => {
      for (const action of actions) if (!outcomes.has(action)) outcomes.set(action, { status: 'untried', why })
    },
  }
}

function outcomeOf(error: unknown, isLate: boolean): TrialOutcome {
  if (isLate) return { status: 'untried', why: 'the time was over' }
  const { status, code, message } = classify(error)
  if (status === 'absent' || allowedAll.test(code)) return { status: 'works' }
  if (status === 'denied') return { status: 'denied', error: `${code}: ${message}` }
  return { status: 'untried', why: `${code}: ${message}` }
}
