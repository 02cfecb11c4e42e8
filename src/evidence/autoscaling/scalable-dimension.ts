import type { Direction } from '../dynamodb/table-series.ts'

/** What Application Auto Scaling calls one flow of a table: `table/orders/index/by-status` and `dynamodb:index:WriteCapacityUnits`. */
export function scalableResource(table: string, index?: string): string {
  return `table/${table}${index === undefined ? '' : `/index/${index}`}`
}

export function scalableDimension(direction: Direction, index?: string): string {
  return `dynamodb:${index === undefined ? 'table' : 'index'}:${direction === 'read' ? 'Read' : 'Write'}CapacityUnits`
}
