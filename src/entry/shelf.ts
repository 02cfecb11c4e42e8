import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Config } from '../config/config.ts'
import type { TimelineEntry } from '../incidents/event.ts'
import type { Incident } from '../incidents/incident.ts'
import type { IncidentShelf } from '../incidents/information/shelf.ts'
import { incidentRecords } from '../incidents/records.ts'
import { dynamoAnswers } from '../store/answers.ts'
import { dynamoHistories } from '../store/histories.ts'
import { makeOnCall } from './on-call-desk.ts'

/** The incidents of a table, read with the caller's own credentials; a terminal knows no Slack. */
export function shelfOver(table: string, config: Config): IncidentShelf {
  const client = new DynamoDBClient({})
  const answers = dynamoAnswers({ client, table, clock: Date.now })
  const records = incidentRecords(dynamoHistories<Incident, TimelineEntry>({ client, table, kind: 'incident' }))
  const nothing = async (): Promise<void> => undefined
  const log = { info: () => undefined, error: () => undefined }
  const { desk } = makeOnCall({
    ...{ client, table, config, records, answers, log },
    clock: Date.now,
    schedule: nothing,
    wake: nothing,
  })
  return {
    records,
    onCall: desk,
    reportOf: async (reportId) => {
      const kept = await answers.get(reportId)
      return kept?.kind === 'report' ? kept.report : undefined
    },
  }
}
