import type { FetchFunction } from '@slack/web-api'
import type { LedgerCall } from '../../aws/ledger.ts'
import type { Answer, Ask } from '../../report/answer.ts'
import type { AnswerOutcome, Measured, Meter } from './meter.ts'

/** The same way to an answer, measured. `clock` gives epoch milliseconds. */
export function meteredAsk(ask: Ask, meter: Pick<Meter, 'answered'>, clock: () => number): Ask {
  return async (question, onProgress) => {
    const startedAt = clock()
    let firstFactMilliseconds: number | undefined
    const measured = (outcome: AnswerOutcome): Measured => ({
      outcome,
      milliseconds: clock() - startedAt,
      ...(firstFactMilliseconds !== undefined && { firstFactMilliseconds }),
    })
    try {
      const answer = await ask(question, (progress) => {
        if ((progress.seen ?? '') !== '') firstFactMilliseconds ??= clock() - startedAt
        onProgress?.(progress)
      })
      meter.answered({ ...measured(outcomeOf(answer)), ...costOf(answer) })
      return answer
    } catch (error) {
      meter.answered(measured('broken'))
      throw error
    }
  }
}

/** What came of a question, by the names the metrics have. */
export function outcomeOf(answer: Answer): AnswerOutcome {
  return answer.kind === 'report' ? answer.report.verdict : answer.kind
}

function costOf(answer: Answer): Pick<Measured, 'reads' | 'dollars' | 'gaps'> {
  if (answer.kind !== 'report') return {}
  const { cost, gaps } = answer.report
  return { reads: cost.calls, dollars: cost.usd, gaps: gaps.length }
}

/** The same delivery, counted. */
export function meteredDelivery(
  deliver: (incidentId: string) => Promise<'delivered' | 'busy'>,
  meter: Pick<Meter, 'delivered'>,
): (incidentId: string) => Promise<'delivered' | 'busy'> {
  return async (incidentId) => {
    try {
      const outcome = await deliver(incidentId)
      meter.delivered(outcome === 'delivered')
      return outcome
    } catch (error) {
      meter.delivered(false)
      throw error
    }
  }
}

/** The same way to Slack, each refusal for coming too fast counted, also those that are waited out. */
export function meteredFetch(fetch: FetchFunction, meter: Pick<Meter, 'slackLimited'>): FetchFunction {
  return async (address, init) => {
    const response = await fetch(address, init)
    if (response.status === 429) meter.slackLimited()
    return response
  }
}

/** How many of the calls AWS refused for coming too fast, by the names its services use. */
export function throttledAmong(calls: readonly Pick<LedgerCall, 'outcome'>[]): number {
  return calls.filter(({ outcome }) =>
    /Throttl|TooManyRequests|RequestLimitExceeded|LimitExceededException|SlowDown/.test(outcome),
  ).length
}
