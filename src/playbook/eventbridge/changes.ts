import { writesTo } from '../../evidence/cloudtrail/changes.ts'
import type { EventRule } from '../../targets/target.ts'
import { type ChangeSource, defineChangeSource } from '../sign.ts'

export const ruleWrites = writesTo('cloudtrail.rule-writes', (target: EventRule) => target.id)

export const eventbridgeChanges: readonly ChangeSource[] = [
  defineChangeSource({
    id: 'rule-writes',
    target: 'event-rule',
    needs: { writes: ruleWrites },
    list: ({ writes }, { target }) =>
      writes.events
        .filter((event) => event.errorCode === undefined && event.source.startsWith('events.'))
        .map((event) => ({ at: event.at, who: event.who, what: event.name, resource: target.arn })),
  }),
]
