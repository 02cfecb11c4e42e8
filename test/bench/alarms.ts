import { judged, type Measured, told } from './result.ts'
import { storm } from './storm.ts'

const wanted = { alarms: 1000, seconds: 20, causes: 30, diagnosisMs: 500, killAfter: [50, 400] }

/** A thousand alarms in twenty seconds, with workers that die and a Slack that refuses. */
export async function alarms(): Promise<Measured> {
  const seen = await storm(wanted)
  return {
    title: 'Alarm storm',
    rows: [
      judged(
        'alarms that are in exactly one incident',
        String(seen.alarmsInIncidents),
        String(wanted.alarms),
        seen.alarmsInIncidents === wanted.alarms,
      ),
      judged('incidents, one for each cause', String(seen.incidents), '≤ 30', seen.incidents <= wanted.causes),
      judged('incidents over the account', String(seen.parents), '1', seen.parents === 1),
      judged('cards', String(seen.cards), '≤ 31', seen.cards <= wanted.causes + 1),
      judged('messages posted twice', String(seen.doubled), '0', seen.doubled === 0),
      judged(
        'seconds from the last alarm until all is shown',
        seen.settledSeconds.toFixed(1),
        '≤ 30',
        seen.settledSeconds <= 30,
      ),
      told('posts / edits', `${seen.posts} / ${seen.updates}`),
      told('diagnoses', String(seen.diagnoses)),
      told('store requests', seen.storeRequests.toLocaleString('en-US')),
      told('memory, most', `${seen.peakMegabytes.toFixed(0)} MB`),
    ],
    notes: [
      `${wanted.alarms.toLocaleString('en-US')} alarms in ${wanted.seconds} s across ${wanted.causes} causes. Slack takes a post a second and refused ${seen.refusals} calls; ${seen.killed} workers were killed.`,
    ],
    counts: {
      alarms: seen.alarms,
      cards: seen.cards,
      doubled: seen.doubled,
      diagnoses: seen.diagnoses,
      posts: seen.posts,
      updates: seen.updates,
      storeRequests: seen.storeRequests,
    },
    front: `**A storm** of ${wanted.alarms.toLocaleString('en-US')} alarms in ${wanted.seconds} s from ${wanted.causes} causes, with workers that die and a Slack that refuses: ${seen.cards} cards, ${seen.doubled} posted twice, ${(wanted.alarms - seen.alarmsInIncidents).toLocaleString('en-US')} alarms lost.`,
  }
}
