import { total } from '../../evidence/cloudwatch/series.ts'
import { readPattern } from '../../evidence/event-pattern/pattern.ts'
import { isOfAws } from '../../evidence/eventbridge/pattern-source.ts'
import { putEventsMetrics } from '../../evidence/eventbridge/put-events.ts'
import { ruleSettings } from '../../evidence/eventbridge/rule.ts'
import { defineCause } from '../cause.ts'
import { minutesOf } from './flow.ts'
import { count, moment, outOf } from './words.ts'

export const ebPuteventsFailed = defineCause({
  id: 'eb-putevents-failed',
  target: 'event-rule',
  symptoms: ['no-event'],
  cause:
    'PutEvents refused entries: the call answers 200 all the same, and the producer does not look at FailedEntryCount.',
  fix: () => ({
    now: 'Look at the ErrorCode of each entry in the producer’s PutEvents answer: a missing bus, a malformed detail, an entry too large, or throttling.',
    proper: 'Send the entries with an ErrorCode again, and log them.',
    prevent: 'Alarm on PutEventsFailedEntriesCount.',
  }),
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html',
  known: 'memory',
  needs: { rule: ruleSettings, put: putEventsMetrics },
  diagnose({ rule, put }, at) {
    if (rule.pattern === undefined || isOfAws(readPattern(rule.pattern)))
      return { clear: `${at.target.name} waits for no event that PutEvents sends.` }
    const failed = total(put.failedEntries)
    const entries = total(put.entries)
    if (failed === 0) return { clear: 'PutEvents refused no entry in this account and region.' }
    const share = failed / Math.max(failed, entries)
    const times = minutesOf(put.failedEntries)
    if (share < 0.01) return { clear: `PutEvents refused ${failed} of ${count(entries, 'entry', 'entries')}.` }
    return {
      strength: share >= 0.5 ? 'likely' : 'possible',
      times,
      summary: `PutEvents refused ${outOf(failed, Math.max(failed, entries))} entries in ${at.target.region} since ${moment(times[0] ?? at.now, at.now)}; whether those of ${at.target.name} are among them is known to the producer only.`,
      facts: [
        at.fact('put', 'Entries refused', failed.toLocaleString('en-GB'), times[0], 'PutEventsFailedEntriesCount'),
        at.fact('put', 'Entries sent', entries.toLocaleString('en-GB'), undefined, 'PutEventsEntriesCount'),
      ],
    }
  },
})
