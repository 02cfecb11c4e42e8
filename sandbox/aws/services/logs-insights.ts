import type { Handlers } from '../call.ts'

type Logs = typeof import('@aws-sdk/client-cloudwatch-logs')

export const insights: Pick<Handlers<Logs>, 'StartQuery' | 'GetQueryResults' | 'StopQuery'> = {}
