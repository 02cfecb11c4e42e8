import { tableLatencies } from '../../evidence/dynamodb/metrics.ts'
import { tableDetails } from '../../evidence/dynamodb/table.ts'
import { optional, type Values } from '../../evidence/probe.ts'
import type { JudgeContext } from '../cause.ts'

/** What slowness is judged on: latencies by operation, and what was asked for. */
export const slowNeeds = { metrics: tableLatencies, table: optional(tableDetails) } as const

export type SlowEvidence = Values<typeof slowNeeds>
export type SlowContext = JudgeContext<'table', typeof slowNeeds>
