import type { App, Receiver, ReceiverEvent } from '@slack/bolt'
import { dedupeKey, type Envelope, slackBody } from './envelope.ts'

/** What a listener finds in its context about the request it answers. */
export interface RequestContext {
  /** Names the request in logs and in what a person is told when it failed. */
  readonly reference: string
  /** What names the request itself, the same however often it is delivered. */
  readonly requestId: string
  /** An earlier delivery may have been answered in part. */
  readonly isAgain: boolean
}

/** Hands requests from the queue to Bolt. */
export interface QueueReceiver extends Receiver {
  /** Resolves when every listener is done; rejects when one is not, so that the queue delivers again. */
  readonly dispatch: (envelope: Envelope, context: RequestContext) => Promise<void>
}

/**
 * A Bolt receiver for requests that the ingress has verified and answered. An `ack` with a payload cannot reach Slack any
 * more, so it is an error: listeners answer by messages.
 */
export function makeQueueReceiver(): QueueReceiver {
  let app: App | undefined
  return {
    init: (bolt) => {
      app = bolt
    },
    start: async () => undefined,
    stop: async () => undefined,
    dispatch: async (envelope, context) => {
      if (app === undefined) throw new Error('the receiver was given no app')
      const body = slackBody(envelope)
      const event: ReceiverEvent = {
        body,
        customProperties: { ...context, dedupeKey: dedupeKey(body), receivedAt: envelope.receivedAt },
        ...(envelope.retryNum === undefined
          ? {}
          : { retryNum: envelope.retryNum, retryReason: envelope.retryReason ?? '' }),
        ack: async (payload?: unknown) => {
          if (payload !== undefined && payload !== '')
            throw new Error('the request was answered before it was queued: ack takes nothing')
        },
      }
      await app.processEvent(event)
    },
  }
}
