/** Buttons of handoffs and swaps by what they do. Each holds an id and nothing else. */
export const onCallActionIds = {
  accept: 'handoff_accept',
  acceptSome: 'handoff_accept_some',
  decline: 'handoff_decline',
  swapAccept: 'swap_accept',
  swapDecline: 'swap_decline',
} as const

/** Modals by what they ask. */
export const onCallViews = {
  acceptSome: 'handoff_accept_some_form',
  decline: 'handoff_decline_form',
  rotation: 'oncall_rotation_form',
  swap: 'oncall_swap_form',
} as const
