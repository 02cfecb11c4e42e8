import { type WriteEvents, writesTo } from '../../evidence/cloudtrail/changes.ts'
import type { HttpApi, LambdaFunction, Queue, RestApi, Role, Stack, Table, Target } from '../../targets/target.ts'
import { type Change, type ChangeSource, defineChangeSource } from '../sign.ts'

export const functionWrites = writesTo('cloudtrail.function-writes', (target: LambdaFunction) => target.id)
export const restApiWrites = writesTo('cloudtrail.rest-api-writes', (target: RestApi) => target.id)
export const httpApiWrites = writesTo('cloudtrail.http-api-writes', (target: HttpApi) => target.id)
export const tableWrites = writesTo('cloudtrail.table-writes', (target: Table) => target.id)
export const queueWrites = writesTo('cloudtrail.queue-writes', (target: Queue) => target.url)
export const roleWrites = writesTo('cloudtrail.role-writes', (target: Role) => target.id)
export const stackWrites = writesTo('cloudtrail.stack-writes', (target: Stack) => target.id)

/** Who wrote to the resource itself in the day before the window's end; refused calls changed nothing. */
function changesOf(events: WriteEvents, target: Target): Change[] {
  return events.events
    .filter((event) => event.errorCode === undefined)
    .map((event) => ({ at: event.at, who: event.who, what: withoutDate(event.name), resource: target.arn }))
}

/** Lambda's event names carry API versions: `UpdateFunctionCode20150331v2`. */
export function withoutDate(eventName: string): string {
  return eventName.replace(/\d{8}(v\d+)?$/, '')
}

const changes: readonly ChangeSource[] = [
  defineChangeSource({
    id: 'function-writes',
    target: 'function',
    needs: { writes: functionWrites },
    list: ({ writes }, { target }) => changesOf(writes, target),
  }),
  defineChangeSource({
    id: 'rest-api-writes',
    target: 'rest-api',
    needs: { writes: restApiWrites },
    list: ({ writes }, { target }) => changesOf(writes, target),
  }),
  defineChangeSource({
    id: 'http-api-writes',
    target: 'http-api',
    needs: { writes: httpApiWrites },
    list: ({ writes }, { target }) => changesOf(writes, target),
  }),
  defineChangeSource({
    id: 'table-writes',
    target: 'table',
    needs: { writes: tableWrites },
    list: ({ writes }, { target }) => changesOf(writes, target),
  }),
  defineChangeSource({
    id: 'queue-writes',
    target: 'queue',
    needs: { writes: queueWrites },
    list: ({ writes }, { target }) => changesOf(writes, target),
  }),
  defineChangeSource({
    id: 'role-writes',
    target: 'role',
    needs: { writes: roleWrites },
    list: ({ writes }, { target }) => changesOf(writes, target),
  }),
  defineChangeSource({
    id: 'stack-writes',
    target: 'stack',
    needs: { writes: stackWrites },
    list: ({ writes }, { target }) => changesOf(writes, target),
  }),
]

export const cloudtrailPlaybook = { changes }
