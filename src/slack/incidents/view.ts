import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import type { Incident } from '../../incidents/incident.ts'
import type { Page } from '../../report/information/page.ts'
import type { Report } from '../../report/report.ts'
import { costLine } from '../../report/verdict-words.ts'
import type { Answers } from '../../store/answers.ts'
import type { Deliveries } from '../../store/deliveries.ts'
import type { IncidentView } from '../outbox.ts'
import { renderIncidentCard } from './card.ts'
import { type LineContext, threadParts } from './lines.ts'

/** How incidents look, with what their reports and the cards of other incidents add. */
export function incidentView(parts: {
  readonly answers: Answers
  readonly deliveries: Deliveries
  readonly client: WebClient
  readonly nameOf?: LineContext['nameOf']
}): IncidentView {
  const { answers, deliveries, client, nameOf } = parts
  const named = nameOf === undefined ? {} : { nameOf }
  const reportOf = async (reportId: string): Promise<Report | undefined> => {
    const kept = await answers.get(reportId)
    return kept?.kind === 'report' ? kept.report : undefined
  }
  const permalink = permalinks({ deliveries, client })
  const pageOf = async (pageId: string): Promise<Page | undefined> => {
    const kept = await answers.get(pageId)
    return kept?.kind === 'page' ? kept.page : undefined
  }
  const linkTo = async (incidentId: string): Promise<string> => {
    const link = await permalink(incidentId)
    return link === undefined ? 'another incident' : `<${link}|another incident>`
  }
  const parentLink = async ({ mergedInto, parentId }: Incident): Promise<string | undefined> => {
    if (mergedInto !== undefined) return `Same cause as ${await linkTo(mergedInto)}. It goes on there.`
    if (parentId !== undefined) return `One of many in this account: ${await linkTo(parentId)}`
    return undefined
  }
  return {
    card: async (incident, progress) => {
      const { reportId } = incident.diagnosis
      const [report, link] = await Promise.all([
        reportId === undefined ? undefined : reportOf(reportId),
        parentLink(incident),
      ])
      return renderIncidentCard(incident, {
        ...(report === undefined ? {} : { cost: costLine(report) }),
        ...(link === undefined ? {} : { parentLink: link }),
        ...(progress === undefined ? {} : { progress }),
      })
    },
    lines: (entries, incident) => threadParts(entries, incident, { reportOf, pageOf, linkTo, ...named }),
  }
}

/** Finds the address of an incident’s card; undefined while it has none, or where Slack no longer knows it. */
export function permalinks({
  deliveries,
  client,
}: {
  readonly deliveries: Pick<Deliveries, 'get'>
  readonly client: WebClient
}): (incidentId: string) => Promise<string | undefined> {
  return async (incidentId) => {
    const delivery = await deliveries.get(incidentId)
    if (delivery?.cardTs === undefined) return undefined
    const { channel, cardTs } = delivery
    try {
      return (await client.chat.getPermalink({ channel, message_ts: cardTs })).permalink
    } catch (error) {
      if (error instanceof WebAPIPlatformError) return undefined
      throw error
    }
  }
}
