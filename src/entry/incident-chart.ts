import type { Incident } from '../incidents/incident.ts'
import type { Inform } from '../report/information/command.ts'
import type { Page } from '../report/information/page.ts'

/** Draws the metrics of what an incident's question is about, as `metrics` does; nothing where they cannot be drawn. */
export function charting(inform: Inform): (incident: Incident) => Promise<Page | undefined> {
  return async ({ id, channel, diagnosis }) => {
    if (diagnosis.question === undefined || diagnosis.question.name === '') return undefined
    const { symptom: _, ...question } = diagnosis.question
    const request = { ...question, command: `metrics ${question.name}`, asker: { channel, incident: id } }
    const informed = await inform('metrics', request, { door: 'slack', channel })
    if (informed.kind !== 'page' || informed.page.charts === undefined || informed.page.charts.length === 0)
      return undefined
    return { ...informed.page, charts: informed.page.charts.slice(0, 1), offers: [] }
  }
}
