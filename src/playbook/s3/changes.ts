import { writesTo } from '../../evidence/cloudtrail/changes.ts'
import type { Bucket } from '../../targets/target.ts'
import { defineChangeSource } from '../sign.ts'

const bucketWrites = writesTo('cloudtrail.bucket-writes', (target: Bucket) => target.name)

/** Who changed the bucket's settings in the day before. */
export const bucketChanges = defineChangeSource({
  id: 's3.changes',
  target: 'bucket',
  needs: { writes: bucketWrites },
  list: ({ writes }, { target }) =>
    writes.events
      .filter((event) => event.errorCode === undefined)
      .map((event) => ({ at: event.at, who: event.who, what: event.name, resource: target.arn })),
})
