import { choose } from '../command.ts'
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
    cli: choose(
      "aws rds describe-db-instances --query 'DBInstances[].[DBInstanceIdentifier,DBInstanceClass,Engine,Endpoint.Address]' --output table --region " +
        fn.region,
      { EXECUTIONS: 'fewer than the connections that the database of the list allows' },
      ({ EXECUTIONS }) => lambdaCli(fn, 'put-function-concurrency', `--reserved-concurrent-executions ${EXECUTIONS}`),
    ),
  }),
})
