import type { Config } from '../config/config.ts'
import { type AlarmReading, readAlarmEvent } from '../intake/alarm.ts'
import type { Progress } from '../report/answer.ts'
import { alarmEvent, type LookUpAlarms, type LookUpAlarmTags } from '../report/ask-alarm.ts'
import type { Page } from '../report/information/page.ts'
import { arrivalOf } from './arrival.ts'
import { type AnswerEvent, type DiagnoseParts, diagnoseEvent, lookAgain } from './diagnose.ts'
import type { Due, Schedule } from './due.ts'
import type { Actor, Happening } from './event.ts'
import { causeKey, childOf, type Incident, isFiring } from './incident.ts'
import { showingProgress } from './looking.ts'
import { overdue } from './overdue.ts'
import { overtaking } from './overtaken.ts'
import { asleepMinutes, plansAfter } from './plans.ts'
import type { Happened, IncidentRecords } from './records.ts'
import { type Route, routeOf, withTags } from './route.ts'
import { joinStorm } from './storm.ts'
import { tooEarly } from './too-early.ts'
import { hasEffect } from './transition.ts'
import { diagnosisPatienceMs, isUndiagnosed } from './undiagnosed.ts'

export interface DeskParts extends DiagnoseParts {
  readonly records: IncidentRecords
  readonly config: Config
  readonly answerEvent: AnswerEvent
  readonly lookUpAlarms: LookUpAlarms
  readonly lookUpTags?: LookUpAlarmTags
  /** Draws what an incident is about; undefined where it cannot be drawn. Never throws. */
  readonly illustrate?: (incident: Incident) => Promise<Page | undefined>
  /** Whether what is found out about an account may stand in a channel. */
  readonly mayShow: (account: string, channel: string) => boolean
  /** Has an incident's card brought up to date soon. */
  readonly wake: (incident: Incident) => Promise<void>
  /** Has it brought up to date at once; when that fails, the waking does it. Never throws. */
  readonly showNow: (incident: Incident) => Promise<void>
  /** A route as its channel's people have set it; the configuration's own when left out. Never throws. */
  readonly adjust?: (route: Route) => Promise<Route>
  /** Shows on its card how far its diagnosis is; false when somebody else is at the card. Never throws. */
  readonly showProgress?: (incidentId: string, progress: Progress) => Promise<boolean>
  readonly schedule: Schedule
  readonly newId: () => string
  readonly log: {
    readonly info: (message: string, fields?: Record<string, unknown>) => void
    readonly error: (message: string, fields?: Record<string, unknown>) => void
  }
  readonly available: readonly string[]
}

/** Where all that happens to incidents passes through: alarms, people's clicks, and what is due. */
export interface Desk {
  /** Takes an alarm event to its incident and diagnoses what is new. Delivered twice it does its work once. */
  readonly alarm: (event: unknown, reference: string) => Promise<void>
  /** Lets something happen to an incident; `id` names it, so that the same click counts once. */
  readonly happen: (incidentId: string, happening: Happening, id: string, by: Actor) => Promise<Happened>
  /** As `happen`, unless it would change nothing: then nothing is kept of it, and `before` and `after` are the same. */
  readonly act: (incidentId: string, happening: Happening, id: string, by: Actor) => Promise<Happened>
  /** Looks again and tells what has become of the cause. For people one look at a time: false when another is under way. */
  readonly recheck: (incidentId: string, id: string, by: Actor) => Promise<boolean>
  /** Brings the list of the account's incident up to date with one of its incidents. */
  readonly tellParent: (child: Incident) => Promise<void>
  /** Does what is due, if it still fits. */
  readonly due: (due: Due) => Promise<void>
}

const firstlook: Actor = { kind: 'firstlook' }

/** The desk over these parts. */
export function makeDesk(parts: DeskParts): Desk {
  const { records, config, clock, wake, schedule, log } = parts
  const { recoveredMinutes } = config.thresholds

  const happen: Desk['happen'] = async (incidentId, happening, id, by) => {
    const happened = await records.happen(incidentId, { ...happening, id, at: clock(), by })
    await follow(happened)
    return happened
  }

  const act: Desk['act'] = async (incidentId, happening, id, by) => {
    const event = { ...happening, id, at: clock(), by }
    const happened = await records.happen(incidentId, (incident) => (hasEffect(incident, event) ? event : undefined))
    if (happened.isNew) await follow(happened)
    return happened
  }

  /** What a change of state leads to: the card, the parent's list, and what is to be done later. */
  const follow = async ({ before, after, isNew }: Happened): Promise<void> => {
    await wake(after)
    if (isNew && after.state !== before.state) await tellParent(after)
    for (const due of plansAfter({ before, after, isNew }, config, clock())) await schedule(due)
  }

  const tellParent: Desk['tellParent'] = async ({ id, parentId }) => {
    const child = parentId === undefined ? undefined : await records.get(id)
    if (parentId === undefined || child === undefined) return
    const told = childOf(child)
    const event = {
      type: 'child-changed' as const,
      child: told,
      id: `child ${child.id} ${child.version}`,
      at: clock(),
      by: firstlook,
    }
    const happened = await records.happen(parentId, (parent) => (hasEffect(parent, event) ? event : undefined))
    if (happened.isNew) await follow(happened)
  }

  const diagnose = async (incidentId: string, event: unknown, reference: string, isAsked = false): Promise<void> => {
    const started = await records.happen(incidentId, (incident) =>
      isUndiagnosed(incident, clock()) || (isAsked && incident.diagnosis.status !== 'running')
        ? {
            type: 'diagnosis-started',
            reference,
            id: `started ${reference} ${incident.version}`,
            at: clock(),
            by: firstlook,
          }
        : undefined,
    )
    if (!started.isNew) return
    const { at } = started.after.diagnosis
    await schedule({ kind: 'diagnosis-overdue', incidentId, at: at + diagnosisPatienceMs, since: at })
    await wake(started.after)
    const id = `${reference} ${started.after.diagnosis.attempts}`
    let outcome: Awaited<ReturnType<typeof diagnoseEvent>>
    // In a storm every edit is one that another card waits for.
    const isShown = started.after.parentId === undefined
    const looking = showingProgress(
      async (progress) => !isShown || ((await parts.showProgress?.(incidentId, progress)) ?? true),
      clock,
    )
    try {
      outcome = await diagnoseEvent(event, started.after, { ...parts, onProgress: looking.update })
      await looking.stop()
    } catch (error) {
      await looking.stop()
      log.error('an alarm could not be diagnosed', { reference, incident: incidentId, error })
      await happen(incidentId, { type: 'diagnosis-failed', reference }, `failed ${id}`, firstlook)
      return
    }
    const known = causeKey(started.before.diagnosis.cause)
    const isSame = known !== undefined && known === causeKey(outcome.cause)
    const told = { type: 'diagnosed', outcome, ...(isSame ? { isSame } : {}) } as const
    const { after } = await happen(incidentId, told, `diagnosed ${id}`, firstlook)
    await breakSnooze(after)
    const { before, after: settled } = await records.settleCause(incidentId, clock())
    if (settled.id === incidentId) {
      await parts.showNow(settled)
      if (!isSame) await illustrate(settled, id)
      await tellParent(settled)
      return
    }
    await follow({ before, after: settled, isNew: settled.version > before.version })
    if (settled.severity !== before.severity) await breakSnoozeBySeverity(settled, id)
    const merged = await records.get(incidentId)
    if (merged === undefined) return
    await wake(merged)
    await tellParent(merged)
    await tellParent(settled)
  }

  /** In a storm nobody reads charts, and every one is a post. */
  const illustrate = async (incident: Incident, id: string): Promise<void> => {
    if (incident.parentId !== undefined || incident.diagnosis.reportId === undefined) return
    const page = await parts.illustrate?.(incident)
    if (page === undefined) return
    const pageId = await parts.answers.put({ kind: 'page', page })
    await happen(incident.id, { type: 'illustrated', pageId }, `illustrated ${id}`, firstlook)
  }

  const breakSnooze = async ({ id, version, snooze, diagnosis }: Incident): Promise<void> => {
    if (!isAnother(diagnosis.cause, snooze)) return
    await happen(id, { type: 'snooze-ended', why: 'cause-changed' }, `cause changed ${version}`, firstlook)
  }

  const recheck: Desk['recheck'] = async (incidentId, id, by) => {
    // After recovery Firstlook looks in any case: a look that began before it tells nothing of it.
    if (by.kind === 'person' && !(await beginLook(incidentId, id, by))) return false
    const incident = await records.get(incidentId)
    if (incident === undefined) throw new Error(`there is no incident ${incidentId}`)
    const tell = (looked: Omit<Happening & { type: 'rechecked' }, 'type'>) =>
      happen(incidentId, { type: 'rechecked', ...looked }, `recheck ${id}`, by)
    try {
      const looked = await lookAgain(incident, parts)
      if (looked === undefined) {
        await diagnoseAfresh(incident, id)
        return true
      }
      const early = tooEarly(incident, looked, clock(), recoveredMinutes)
      if (early === undefined) await breakSnooze((await tell(looked)).after)
      else if (by.kind === 'person') await tell(early)
    } catch (error) {
      if (by.kind !== 'person') throw error
      log.error('an incident could not be looked at again', { reference: id, incident: incidentId, error })
      await tell({ found: 'not-checked', words: `It could not be looked at again, reference ${id}.` })
    }
    return true
  }

  /** Whether nobody's look was under way; a look as old as a worker may get is none. */
  const beginLook = async (incidentId: string, id: string, by: Actor): Promise<boolean> => {
    const begun = await records.happen(incidentId, ({ lookingSince = 0 }) =>
      clock() - lookingSince < diagnosisPatienceMs
        ? undefined
        : { type: 'recheck-started', id: `look ${id}`, at: clock(), by },
    )
    return begun.isNew
  }

  /** The first look at an incident whose diagnosis never came to an end, from its alarm as it is configured now. */
  const diagnoseAfresh = async (incident: Incident, reference: string): Promise<void> => {
    const [alarm] = incident.alarms
    if (alarm === undefined) return
    const [described] = await parts.lookUpAlarms([alarm.name], alarm)
    const event =
      described === undefined ? {} : alarmEvent(described, { ...alarm, state: 'ALARM', firedAt: alarm.changedAt })
    await diagnose(incident.id, event, reference, true)
  }

  const raise = async (incident: Incident, severity: Incident['severity'], key: string): Promise<void> => {
    const risen = { type: 'severity-changed', severity } as const
    if (!hasEffect(incident, { ...risen, id: key, at: clock(), by: firstlook })) return
    const { before, after } = await happen(incident.id, risen, `severity ${key}`, firstlook)
    if (after.severity !== before.severity) await breakSnoozeBySeverity(after, key)
  }

  const breakSnoozeBySeverity = async ({ id, snooze }: Incident, key: string): Promise<void> => {
    if (snooze === undefined) return
    await happen(id, { type: 'snooze-ended', why: 'severity-rose' }, `severity rose ${key}`, firstlook)
  }

  /** A snooze counts on its cause: while it lasts Firstlook looks from time to time, and says so only of another cause. */
  const lookAsleep = async (due: Due): Promise<void> => {
    const incident = await records.get(due.incidentId)
    if (incident?.state !== 'snoozed' || incident.stateSince !== due.since) return
    const looked = await lookAgain(incident, parts)
    if (looked === undefined || !isAnother(looked.outcome?.cause, incident.snooze))
      return await schedule({ ...due, at: due.at + asleepMinutes * 60_000 })
    const { after } = await happen(incident.id, { type: 'rechecked', ...looked }, `asleep ${due.at}`, firstlook)
    await breakSnooze(after)
  }

  const due: Desk['due'] = async (due) => {
    if (due.kind === 'look-asleep') return await lookAsleep(due)
    if (due.kind !== 'look-again') return await overdue(due, parts, happen)
    const incident = await records.get(due.incidentId)
    const { state, stateSince, recovery, diagnosis } = incident ?? {}
    const isAwaited = recovery === undefined || recovery.outcome === 'not-checked'
    if (state === 'recovered' && stateSince === due.since && isAwaited && diagnosis?.question !== undefined)
      await recheck(due.incidentId, `settled ${due.since}`, firstlook)
  }

  const alarm: Desk['alarm'] = async (event, reference) => {
    const reading = readAlarmEvent(event, { now: clock(), available: parts.available })
    if (!isTold(reading)) throw new Error('the event is not an alarm’s')
    const route = routeOf(await withTags(reading.alarm, config, parts), config)
    if (route === undefined)
      return log.info('no channel is configured for an alarm', { reference, alarm: reading.alarm.arn })
    if (!parts.mayShow(reading.alarm.account, route.channel))
      return log.info('the channel may not be shown that account', {
        reference,
        alarm: reading.alarm.arn,
        channel: route.channel,
      })
    const options = { id: parts.newId(), at: clock(), reopenMinutes: config.alarms.reopenMinutes }
    const taken = await records.take(arrivalOf(reading, (await parts.adjust?.(route)) ?? route, options))
    if (taken === undefined)
      return log.info('an alarm’s change opens nothing', {
        reference,
        alarm: reading.alarm.arn,
        state: reading.alarm.state,
      })
    const { before, after, how, isNew } = taken
    await follow(taken)
    if (isNew && how === 'opened' && !(await joinStorm(after, parts, happen))) await parts.showNow(after)
    if (isNew && how !== 'opened') await raise(after, route.severity, reading.alarm.key)
    // Delivered again, its worker may have died between the record and this look.
    const mayBeOver = isFiring(after) && (how !== 'continued' || !isNew)
    const end = mayBeOver ? await overtaking(reading.alarm, parts) : undefined
    const current =
      end === undefined ? after : (await happen(after.id, end, `overtaken ${reading.alarm.key}`, firstlook)).after
    if (current.state === 'recovered' && (before.state !== 'recovered' || current.recovery === undefined))
      return void (await recheck(after.id, `after ${reading.alarm.key}`, firstlook))
    if (isFiring(current) && reading.alarm.state === 'ALARM') await diagnose(after.id, event, reference)
  }

  return { alarm, happen, act, recheck, tellParent, due }
}

/** Whether a cause that may be relied on is another than the one a snooze was called for. */
function isAnother(cause: Incident['diagnosis']['cause'], snooze: Incident['snooze']): boolean {
  if (snooze?.causeId === undefined || cause === undefined || cause.strength === 'possible') return false
  return cause.id !== snooze.causeId && !cause.aliases.includes(snooze.causeId)
}

type Told = AlarmReading & { readonly alarm: NonNullable<AlarmReading['alarm']> }

function isTold(reading: AlarmReading): reading is Told {
  return reading.alarm !== undefined
}
