import { App, type Authorize, type Logger, LogLevel, type Receiver } from '@slack/bolt'
import { WebClient, type WebClientOptions } from '@slack/web-api'
import { availableVerbs } from '../intake/verbs.ts'
import { listenToHelpButtons } from './actions/help.ts'
import { listenToOfferedLines } from './actions/lines.ts'
import { listenToReportActions } from './actions/report.ts'
import { listenToCommand } from './commands/aws.ts'
import { makeDirectory } from './directory.ts'
import { listenToMemos } from './events/memo.ts'
import { listenToMentions } from './events/mention.ts'
import { listenToHome } from './home/listen-home.ts'
import { listenToSettings } from './home/settings-listeners.ts'
import { listenToIncidentButtons } from './incidents/buttons.ts'
import { listenToIncidentMenu } from './incidents/menu.ts'
import { listenToIncidentForms } from './incidents/submissions.ts'
import type { Log } from './log.ts'
import { listenToHandoffs } from './oncall/handoff-buttons.ts'
import { listenToRotations } from './oncall/rotation-listeners.ts'
import type { Parts } from './parts.ts'
import { listenToDiagnoseShortcut } from './shortcuts/diagnose.ts'
import { listenToDiagnoseView } from './views/diagnose.ts'
import { webClientOptions } from './web-client-fetch.ts'

type Defaulted = 'available' | 'actionsOf' | 'patienceMs' | 'directory'

/** What the app is made of; verbs, their IAM actions, the patience and the directory have defaults. */
export interface AppParts extends Omit<Parts, Defaulted>, Partial<Pick<Parts, Defaulted>> {
  /** Never a `token`: Bolt would call Slack at start and, if that failed, refuse every request after. */
  readonly authorize: Authorize<boolean>
  readonly receiver: Receiver
  /** For the sandbox: where Slack's API is. */
  readonly clientOptions?: WebClientOptions
}

/** The Slack app with all its listeners; it makes no call until a request comes. */
export function makeApp({ authorize, receiver, clientOptions, ...rest }: AppParts): App {
  const patienceMs = () => (rest.config.limits.deadlineSeconds + 10) * 1000
  const directory = makeDirectory(rest.clock)
  const senderFor = (token: string) =>
    new WebClient(token, {
      ...webClientOptions(clientOptions),
      retryConfig: { retries: 0 },
      logger: boltLogger(rest.log),
    })
  const parts: Parts = { available: availableVerbs, actionsOf: () => [], patienceMs, directory, senderFor, ...rest }
  const app = new App({
    authorize,
    receiver,
    convoStore: false,
    clientOptions: webClientOptions(clientOptions),
    logger: boltLogger(parts.log),
  })
  listenToCommand(app, parts)
  listenToMentions(app, parts)
  listenToMemos(app, parts)
  listenToDiagnoseShortcut(app, parts)
  listenToDiagnoseView(app, parts)
  listenToHelpButtons(app, parts)
  listenToOfferedLines(app, parts)
  listenToReportActions(app, parts)
  listenToIncidentButtons(app, parts)
  listenToIncidentMenu(app, parts)
  listenToIncidentForms(app, parts)
  listenToHandoffs(app, parts)
  listenToRotations(app, parts)
  listenToHome(app, parts)
  listenToSettings(app, parts)
  return app
}

/** Bolt's log without its debug lines, which would hold whole requests. Errors reach the log where they are caught. */
function boltLogger(log: Log): Logger {
  const nothing = () => undefined
  return {
    debug: nothing,
    info: nothing,
    warn: (...messages) => log.info('bolt', { warning: messages.map(String).join(' ').slice(0, 500) }),
    error: (...messages) => log.info('bolt', { error: messages.map(String).join(' ').slice(0, 500) }),
    setLevel: nothing,
    getLevel: () => LogLevel.WARN,
    setName: nothing,
  }
}
