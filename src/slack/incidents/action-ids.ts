/** Buttons and menus of incident cards by what they do. Each holds an incident's id and nothing else. */
export const incidentActionIds = {
  acknowledge: 'incident_acknowledge',
  unacknowledge: 'incident_unacknowledge',
  confirm: 'incident_confirm',
  recheck: 'incident_recheck',
  snooze: 'incident_snooze',
  unsnooze: 'incident_unsnooze',
  fixSteps: 'incident_fix_steps',
  evidence: 'incident_evidence',
  more: 'incident_more',
  /** Under a diagnosis in the thread; these hold the number of its timeline entry too: `<incident>:<sequence>`. */
  causeRight: 'incident_cause_right',
  causeOther: 'incident_cause_other',
} as const

/** Items of the card's ⋯ menu, each a prefix of its value: `assign:<incident>`. */
export const incidentItems = {
  assign: 'assign',
  escalate: 'escalate',
  resolve: 'resolve',
  note: 'note',
  export: 'export',
} as const

/** Modals by what they ask; their private metadata holds the incident's id and where the button was. */
export const incidentViews = {
  snooze: 'incident_snooze_form',
  assign: 'incident_assign_form',
  resolve: 'incident_resolve_form',
  note: 'incident_note_form',
} as const
