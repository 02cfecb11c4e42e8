import type { DeclaredWorld } from '../aws/world.ts'

type Fix = (world: DeclaredWorld, at: string) => DeclaredWorld

const byHand = { user: 'Admin/priya' }

/** Gives a table this many write units a second. */
export function withWriteCapacity(table: string, write: number): Fix {
  return (world, at) => ({
    ...world,
    tables: (world.tables ?? []).map((each) => (each.name === table ? { ...each, write } : each)),
    metrics: (world.metrics ?? []).map((series) =>
      series.metric === 'ProvisionedWriteCapacityUnits' && series.dimensions?.TableName === table
        ? { ...series, points: [...series.points, { from: at, value: write }] }
        : series,
    ),
    trail: [...(world.trail ?? []), { at, name: 'UpdateTable', source: 'dynamodb', resources: [table], ...byHand }],
  })
}

/** Gives a function more memory, in MB. */
export function withMemory(name: string, memorySize: number): Fix {
  return reconfigured(name, { memorySize })
}

/** Takes a function's reserved concurrency away. */
export function withoutReservation(name: string): Fix {
  return reconfigured(name, { reservedConcurrency: undefined })
}

type DeclaredFunction = NonNullable<DeclaredWorld['functions']>[number]

function reconfigured(name: string, changed: Partial<DeclaredFunction>): Fix {
  const event = { name: 'UpdateFunctionConfiguration20150331v2', source: 'lambda', resources: [name], ...byHand }
  return (world, at) => ({
    ...world,
    functions: (world.functions ?? []).map((each) =>
      each.name === name ? { ...each, ...changed, lastModified: at } : each,
    ),
    trail: [...(world.trail ?? []), { at, ...event }],
  })
}
