import { timeoutCause } from './timeout-cause.ts'
import { lambdaCli } from './words.ts'

export const lambdaTimeoutDbConnections = timeoutCause({
  id: 'lambda-timeout-db-connections',
  known: 'memory',
  cause: 'The database has no free connection: each concurrent execution holds its own, and more run than it takes.',
  docs: 'https://repost.aws/knowledge-center/lambda-troubleshoot-invocation-timeouts',
  fix: ({ function: fn }) => ({
    now: 'Cap the function’s concurrency below the connections the database allows.',
    proper: 'Put RDS Proxy between, and keep one connection for each execution environment.',
    prevent: 'Alarm on DatabaseConnections at 80 % of the maximum.',
    cli: lambdaCli(fn, 'put-function-concurrency', '--reserved-concurrent-executions <below the database’s maximum>'),
  }),
})
