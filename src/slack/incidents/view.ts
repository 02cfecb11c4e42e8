import type { WebClient } from '@slack/web-api'
import type { Incident } from '../../incidents/incident.ts'
import type { Report } from '../../report/report.ts'
import { costLine } from '../../report/verdict-words.ts'
import type { Answers } from '../../store/answers.ts'
import type { Deliveries } from '../../store/deliveries.ts'
import type { IncidentView } from '../outbox.ts'
import { renderIncidentCard } from './card.ts'
import { threadParts } from './lines.ts'

/** How incidents look, with what their reports and the cards of other incidents add. */
export function incidentView(parts: {
  readonly answers: Answers
  readonly deliveries: Deliveries
  readonly client: WebClient
}): IncidentView {
  const { answers, deliveries, client } = parts
  const reportOf = async (reportId: string): Promise<Report | undefined> => {
    const kept = await answers.get(reportId)
    return kept?.kind === 'report' ? kept.report : undefined
  }
  const linkTo = async (incidentId: string): Promise<string> => {
    const delivery = await deliveries.get(incidentId)
    if (delivery?.cardTs === undefined) return 'another incident'
    const { channel, cardTs } = delivery
    const { permalink } = await client.chat.getPermalink({ channel, message_ts: cardTs })
    return permalink === undefined ? `another incident in <#${channel}>` : `<${permalink}|another incident>`
  }
  const parentLink = async ({ mergedInto }: Incident): Promise<string | undefined> => {
    if (mergedInto !== undefined) return `Same cause as ${await linkTo(mergedInto)}. It goes on there.`
    return undefined
  }
  return {
    card: async (incident) => {
      const { reportId } = incident.diagnosis
      const [report, link] = await Promise.all([
        reportId === undefined ? undefined : reportOf(reportId),
        parentLink(incident),
      ])
      return renderIncidentCard(incident, {
        ...(report === undefined ? {} : { cost: costLine(report) }),
        ...(link === undefined ? {} : { parentLink: link }),
      })
    },
    lines: (entries, incident) => threadParts(entries, incident, { reportOf, linkTo }),
  }
}
