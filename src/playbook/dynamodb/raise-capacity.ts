import type { Table } from '../../targets/target.ts'
import type { Fix } from '../cause.ts'
import { choose, shellWord } from '../command.ts'
import { amount } from './amount.ts'
import type { ThrottledFlow } from './throttled-flow.ts'

/** How many units a second a flow needs: twice what it has, or half more than it took. */
export function unitsNeeded(flow: ThrottledFlow): number {
  return Math.max(Math.ceil((flow.capacity ?? 5) * 2), Math.ceil((flow.consumed ?? 0) * 1.5))
}

/** The command that gives a flow more provisioned capacity. Reads and writes are set in one call: the other side keeps what it has. */
export function raise(flow: ThrottledFlow, target: Table): Fix {
  const { described, direction, index } = flow
  const needed = unitsNeeded(flow)
  const table = `--table-name ${shellWord(target.id)}`
  const other = direction === 'read' ? described?.provisioned?.write : described?.provisioned?.read
  const change = (kept: string | number): string => {
    const [read, write] = direction === 'read' ? [needed, kept] : [kept, needed]
    if (index === undefined)
      return `aws dynamodb update-table ${table} --provisioned-throughput ReadCapacityUnits=${read},WriteCapacityUnits=${write} --region ${target.region}`
    const update = `{"IndexName":"${index}","ProvisionedThroughput":{"ReadCapacityUnits":${read},"WriteCapacityUnits":${write}}}`
    return `aws dynamodb update-table ${table} --global-secondary-index-updates '[{"Update":${typeof kept === 'number' ? update : update.replace(kept, `'${kept}'`)}}]' --region ${target.region}`
  }
  const what = index === undefined ? target.id : `index ${index} of ${target.id}`
  const query =
    index === undefined
      ? 'Table.ProvisionedThroughput'
      : `Table.GlobalSecondaryIndexes[?IndexName=='${index}'].ProvisionedThroughput`
  return {
    now: `Raise the ${direction} capacity of ${what}${flow.capacity === undefined ? '' : ` from ${amount(flow.capacity)}`} to ${amount(needed)} units/s, which is billed by the hour.`,
    cli:
      other !== undefined
        ? change(other)
        : choose(
            `aws dynamodb describe-table ${table} --query ${shellWord(query)} --region ${target.region}`,
            { UNITS: `the ${direction === 'read' ? 'write' : 'read'} capacity that is there, which stays as it is` },
            ({ UNITS }) => change(UNITS),
          ),
  }
}
