/** The log group of a pasted ARN or name; undefined when it is neither. */
export function logGroupHint(text: string): string | undefined {
  const group = /^arn:[\w-]+:logs:[\w-]+:\d{12}:log-group:([^:]+)/.exec(text)?.[1] ?? text
  return group.startsWith('/') || group.startsWith('API-Gateway-Execution-Logs_') ? group : undefined
}

/** What a log group with a name of AWS's making belongs to: a function, or `API/stage`; any other text stays as it is. */
export function ownerOfLogGroup(text: string): string {
  const group = logGroupHint(text) ?? ''
  const fn = /^\/aws\/lambda\/(?:[a-z]{2}-[a-z]+-\d\.)?([\w-]+)$/.exec(group)?.[1]
  const api = /^API-Gateway-Execution-Logs_([a-z0-9]+)\/([\w$-]+)$/.exec(group)
  return fn ?? (api === null ? text : `${api[1]}/${api[2]}`)
}
