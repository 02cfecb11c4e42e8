import type { Desk, DeskParts } from './desk.ts'
import type { Actor } from './event.ts'
import { childOf, type Incident } from './incident.ts'

type Parts = Pick<DeskParts, 'records' | 'config' | 'clock' | 'wake' | 'newId'>

const firstlook: Actor = { kind: 'firstlook' }

/**
 * Puts a new incident under its account's when the account opens many at once, and with it those that were opened just before.
 * Says whether it did.
 */
export async function joinStorm(incident: Incident, parts: Parts, happen: Desk['happen']): Promise<boolean> {
  const { records, config, clock, wake, newId } = parts
  const { incidents: most, minutes } = config.alarms.storm
  const { account, region, channel, severity, mention, shows } = incident
  const from = new Date(clock() - minutes * 60_000).toISOString()
  const { records: open } = await records.listOpen({ from })
  // The list lags behind by moments, so the incident itself may be missing from it.
  const recent = new Map([...open, incident].map((each) => [each.id, each]))
  const together = [...recent.values()].filter((each) => each.account === account && each.kind === 'alarm')
  const running = await records.stormOf(account)
  const isStorm =
    together.length >= most || (running !== undefined && running.state !== 'closed' && running.state !== 'recovered')
  if (!isStorm) return false
  for (const child of together.filter(({ parentId }) => parentId === undefined)) {
    const parent = await records.openStorm(
      {
        id: newId(),
        kind: 'account',
        title: `Many alarms in ${account}`,
        ...{ account, region, channel, severity, openedAt: clock() },
        routedBy: `with ${incident.title}`,
        ...(mention === undefined ? {} : { mention }),
        ...(shows === undefined ? {} : { shows }),
      },
      {
        type: 'child-changed',
        child: childOf(child),
        id: `child ${child.id} ${child.version}`,
        at: clock(),
        by: firstlook,
      },
    )
    await happen(child.id, { type: 'joined', parentId: parent.id }, `joined ${parent.id}`, firstlook)
    await wake(parent)
  }
  return true
}
