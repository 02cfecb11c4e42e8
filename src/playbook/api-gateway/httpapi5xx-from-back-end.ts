import { valueIfRead } from '../../evidence/evidence.ts'
import { defineCause } from '../cause.ts'
import { passedOn } from './from-back-end.ts'
import { httpNeeds } from './http-needs.ts'
import { rowWords } from './logged-cause.ts'
import { quiet } from './seen.ts'

export const httpFromBackEnd5xx = defineCause({
  id: 'httpapi5xx-from-back-end',
  aliases: [{ id: 'apigw502-http-proxy-bad-upstream' }],
  target: 'http-api',
  symptoms: ['500', '502', '504'],
  cause: 'The back end itself answered with this status, and the API passed it on.',
  fix: () => ({
    now: 'Look at the back end: its own logs hold the failing requests.',
    proper: 'Let it log the error before it answers.',
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html',
  known: 'confirmed',
  needs: httpNeeds,
  diagnose({ metrics, access }, { target, fact }) {
    const read = valueIfRead(access)
    const rows = (read?.rows ?? []).filter(
      (row) =>
        row.integrationError === undefined &&
        (row.functionStatus === row.status ||
          (row.functionStatus === undefined && row.integrationStatus === row.status)),
    )
    const row = rows.at(-1)
    if (row !== undefined)
      return passedOn(
        target,
        rows.map((each) => ({
          at: each.at,
          status: each.status,
          ...(each.route !== undefined && { route: each.route }),
        })),
        'proven',
        [fact('access', 'Access log', rowWords(row), row.at, read?.group)],
      )
    const isQuiet = quiet('5', { metrics, access })
    if (isQuiet !== undefined) return isQuiet
    return read?.state === 'searched' && read.isComplete
      ? { clear: 'No logged 5xx came from the back end.' }
      : { inconclusive: 'No access log tells what the back end answered.' }
  },
})
