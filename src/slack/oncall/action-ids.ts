/** Buttons of handoffs, swaps and App Home by what they do. Each holds an id and nothing else. */
export const onCallActionIds = {
  accept: 'handoff_accept',
  acceptSome: 'handoff_accept_some',
  decline: 'handoff_decline',
  swapAccept: 'swap_accept',
  swapDecline: 'swap_decline',
  setting: 'channel_setting',
} as const

/** Held by the button that asks for a channel first. */
export const anyChannel = 'any'

/** Modals by what they ask. */
export const onCallViews = {
  acceptSome: 'handoff_accept_some_form',
  decline: 'handoff_decline_form',
  rotation: 'oncall_rotation_form',
  swap: 'oncall_swap_form',
  setting: 'channel_setting_form',
} as const
