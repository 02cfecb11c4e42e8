import type { Connection, KnownAccount } from '../../accounts/connect.ts'
import type { AnyProbe } from '../../evidence/probe.ts'
import type { InformationName } from '../../intake/information-verbs.ts'
import type { Question } from '../../intake/question.ts'
import type { Playbook } from '../../playbook/playbook.ts'
import type { Lookup } from '../../targets/resolve/resolution.ts'
import type { Answer, Progress } from '../answer.ts'
import type { OwnCheck } from './doctor/doctor.ts'
import type { Page } from './page.ts'

/** What the process around a command knows of itself; absent where there is nothing of the kind. */
export interface Surroundings {
  /** When the newest alarm event came from there, in epoch milliseconds; undefined when none ever did. */
  readonly lastAlarm?: (place: { readonly account: string; readonly region: string }) => Promise<number | undefined>
  /** Looks at Firstlook itself: its secrets, table and queue, its Slack app. Never throws. */
  readonly ownChecks?: () => Promise<readonly OwnCheck[]>
}

/** What is asked of a command: a question without a symptom. */
export type InformationRequest = Omit<Question, 'symptom'>

/** Who asks, as the door knows them. */
export interface Asker {
  readonly door: 'slack' | 'terminal'
  /** A Slack user id. */
  readonly user?: string
  /** A Slack channel id. */
  readonly channel?: string
  /** Names of the accounts that may be asked about from there; absent allows all. */
  readonly accounts?: readonly string[]
}

/** The open incident that an alarm belongs to. */
export interface AlarmIncident {
  readonly id: string
  /** `firing`, `acknowledged`, `snoozed`, `recovered`. */
  readonly state: string
  /** Somebody’s name, or their Slack user id. */
  readonly owner?: string
  /** Its card in Slack. */
  readonly link?: string
}

/** What a command works with. It reads nothing but through `connect`, and writes nothing. */
export interface InformationContext {
  readonly request: InformationRequest
  readonly asker: Asker
  readonly playbook: Playbook
  /** Accounts of the configuration that this asker may ask about. */
  readonly accounts: readonly KnownAccount[]
  /** Names of verbs that are wired. */
  readonly available: readonly string[]
  /** Connects to an account and region; those of the request where none are given. Never throws for what a person can mend. */
  readonly connect: (place?: { readonly account?: string; readonly region?: string }) => Promise<Connection>
  /** Finds the open incident of an alarm; absent where incidents are not kept. */
  readonly incidentOf?: (alarm: {
    readonly account: string
    readonly region: string
    readonly arn: string
    readonly name: string
  }) => Promise<AlarmIncident | undefined>
  /** Epoch milliseconds at which it was asked. */
  readonly now: number
  /** Epoch milliseconds by now. */
  readonly clock: () => number
  readonly surroundings?: Surroundings
  readonly onStep: (progress: Pick<Progress, 'step' | 'readsDone' | 'readsStarted'>) => void
}

/** What became of a request: the command's data, or what every question may end in. */
export type InformationAnswer<D> = { readonly kind: 'data'; readonly data: D } | Exclude<Answer, { kind: 'report' }>

/**
 * A verb that shows something. To add one: a row of words in `src/intake/information-verbs.ts`, and a command of the same name in
 * `src/entry/information.ts`; one that shows what Firstlook keeps itself, in `src/incidents/information/`. Both doors, `--json`, help, docs, near misses and the diagnostic role follow.
 */
export interface InformationSpec<D> {
  readonly name: InformationName
  /** Every probe it may read; the diagnostic role is computed from them. */
  readonly reads: readonly AnyProbe[]
  /** Every look-up of names it may make. */
  readonly lookups: readonly Lookup[]
  readonly answer: (context: InformationContext) => Promise<InformationAnswer<D>>
  /** The data for people; pure. `--json` prints the data itself. */
  readonly page: (data: D) => Page
}

/** A command with its private type erased, so that all fit one list. */
export interface InformationCommand extends Omit<InformationSpec<unknown>, 'answer' | 'page'> {
  readonly run: (context: InformationContext) => Promise<Informed>
}

/** What a door shows. */
export type Informed =
  /** `command` is the line as it was asked, redacted. */
  | { readonly kind: 'page'; readonly command: string; readonly page: Page; readonly data: object }
  | Exclude<Answer, { kind: 'report' }>

/** The door every surface asks a command through. Throws only when Firstlook itself is broken. */
export type Inform = (
  name: string,
  request: InformationRequest,
  asker: Asker,
  onProgress?: (progress: Progress) => void,
) => Promise<Informed>

/** Checks a command where it is written and hides the type of its data. */
export function defineInformation<D extends object>({ answer, page, ...spec }: InformationSpec<D>): InformationCommand {
  return {
    ...spec,
    run: async (context) => {
      const answered = await answer(context)
      if (answered.kind !== 'data') return answered
      const { data } = answered
      return { kind: 'page', command: context.request.command, page: page(data), data }
    },
  }
}
