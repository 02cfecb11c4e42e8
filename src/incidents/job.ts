import * as z from 'zod'
import { dueKinds } from './due.ts'
import { onCallDueKinds } from './oncall/on-call-due.ts'

/** Work that Firstlook sends to itself through its queues. */
export const jobSchema = z.discriminatedUnion('job', [
  z.object({
    job: z.literal('due'),
    due: z.object({ kind: z.enum(dueKinds), incidentId: z.string().min(1), at: z.number(), since: z.number() }),
  }),
  z.object({
    job: z.literal('on-call'),
    due: z.object({
      kind: z.enum(onCallDueKinds),
      rotationId: z.string().min(1),
      handoffId: z.string().optional(),
      place: z.object({ account: z.string(), region: z.string() }).optional(),
      at: z.number(),
      since: z.number(),
    }),
  }),
  /** Bring an incident's card and thread up to date. */
  z.object({ job: z.literal('deliver'), incidentId: z.string().min(1) }),
])
export type Job = z.infer<typeof jobSchema>
