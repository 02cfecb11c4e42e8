import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { TimelineEntry } from '../incidents/event.ts'
import type { Incident } from '../incidents/incident.ts'
import type { IncidentShelf } from '../incidents/information/shelf.ts'
import { incidentRecords } from '../incidents/records.ts'
import { dynamoAnswers } from '../store/answers.ts'
import { dynamoHistories } from '../store/histories.ts'

/** The incidents of a table, read with the caller's own credentials; a terminal knows no Slack. */
export function shelfOver(table: string): IncidentShelf {
  const client = new DynamoDBClient({})
  const answers = dynamoAnswers({ client, table, clock: Date.now })
  return {
    records: incidentRecords(dynamoHistories<Incident, TimelineEntry>({ client, table, kind: 'incident' })),
    reportOf: async (reportId) => {
      const kept = await answers.get(reportId)
      return kept?.kind === 'report' ? kept.report : undefined
    },
  }
}
