import * as z from 'zod'

const userId = z
  .string()
  .regex(/^[UW][A-Z0-9]{2,20}$/, 'a user’s id, for example "U0123ABCD"; Slack shows it under “Copy member ID”')
const groupId = z
  .string()
  .regex(/^S[A-Z0-9]{2,20}$/, 'a user group’s id, for example "S0123ABCD"; it is in the address of the group’s page')

/** People by their own ids and by their user groups: one match is enough. */
const peopleSchema = z
  .strictObject({ users: z.array(userId).default([]), groups: z.array(groupId).default([]) })
  .refine(
    ({ users, groups }) => users.length + groups.length > 0,
    'name at least one user or user group, or leave it out',
  )

/** Who may ask at all, and who may ask what costs money. Guests, bots and people of other workspaces never may. */
export const accessSchema = z.strictObject({
  /** Left out, every full member of the workspace. */
  people: peopleSchema.optional(),
  /** Verbs whose answers AWS charges for. */
  costly: z
    .strictObject({
      verbs: z.array(z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, 'a verb such as "why-cost"')).default(['why-cost']),
      /** Left out, everybody who may ask. */
      people: peopleSchema.optional(),
    })
    .prefault({}),
  /** Who may change how alarms are shown in a channel. */
  settings: z
    .strictObject({
      /** Left out, everybody who may ask in that channel. */
      people: peopleSchema.optional(),
    })
    .prefault({}),
})

/** What an account adds to its settings. */
export const accountAccess = {
  /** Who may ask about this account; left out, everybody who may ask. */
  people: peopleSchema.optional(),
  /** Answers about this account are for the asker alone, wherever they were asked, and cannot be shared. */
  private: z.boolean().optional(),
}

/** What a channel adds to its settings. */
export const channelAccess = {
  /** Who may ask in this channel; left out, everybody who may ask. */
  people: peopleSchema.optional(),
}

/** People by user id and by user group id. */
export interface People {
  readonly users: readonly string[]
  readonly groups: readonly string[]
}
