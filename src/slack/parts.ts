import type { WebClient } from '@slack/web-api'
import type { Config } from '../config/config.ts'
import type { Verb } from '../intake/verbs.ts'
import type { Ask } from '../report/answer.ts'
import type { Inform } from '../report/information/command.ts'
import type { Answers } from '../store/answers.ts'
import type { Directory } from './directory.ts'
import type { IncidentDoor } from './incidents/door.ts'
import type { Log } from './log.ts'
import type { OnCallDoor } from './oncall/door.ts'

/** What the listeners work with. */
export interface Parts {
  readonly ask: Ask
  /** Answers the verbs that show something. */
  readonly inform: Inform
  readonly answers: Answers
  /** Absent where incidents are kept nowhere. */
  readonly incidents?: IncidentDoor
  /** Absent where on-call is kept nowhere. */
  readonly onCall?: OnCallDoor
  /** A client that sends each call once, for posts, which must not be there twice. */
  readonly senderFor?: (token: string) => WebClient
  readonly config: Config
  readonly log: Log
  /** Who people are and who is in a channel, for `mayAct`. */
  readonly directory: Directory
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Names of the verbs that are wired. */
  readonly available: readonly string[]
  /** Milliseconds after which a diagnosis that has not come back is given up; longer than its own deadline. */
  readonly patienceMs: () => number
  /** The IAM actions a verb’s reads need, for `help <verb>`. */
  readonly actionsOf: (verb: Verb) => readonly string[]
}
