import type { InformationCommand } from '../../report/information/command.ts'
import { exportCommand } from './export.ts'
import { mineCommand } from './mine.ts'
import { missedCommand } from './missed.ts'
import { handoffCommand, noteCommand, onCallCommand } from './on-call.ts'
import { reportCommand } from './report.ts'
import type { IncidentShelf } from './shelf.ts'
import { snoozesCommand } from './snoozes.ts'

/** Every command that shows incidents, by its verb. Without a shelf each says where incidents are kept. */
export function incidentCommands(shelf: IncidentShelf | undefined) {
  return {
    mine: mineCommand(shelf),
    missed: missedCommand(shelf),
    snoozes: snoozesCommand(shelf),
    export: exportCommand(shelf),
    oncall: onCallCommand(shelf?.onCall),
    handoff: handoffCommand(shelf?.onCall),
    note: noteCommand(),
    report: reportCommand(shelf),
  } satisfies Readonly<Record<string, InformationCommand>>
}
