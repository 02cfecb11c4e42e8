import { jsonObject } from './json-object.ts'

/**
 * The message group of a request: its channel, or its workspace. A busy channel then does not make the others wait.
 * What cannot be read has no group of its own; the worker says what is wrong with it.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
 */
export function fairGroup(contentType: string, raw: string): string {
  const body = contentType.startsWith('application/json') ? jsonObject(raw) : formBody(raw)
  const ids = [
    body.channel_id,
    field(body.channel, 'id'),
    field(body.event, 'channel'),
    body.team_id,
    field(body.team, 'id'),
  ]
  return ids.find((id): id is string => typeof id === 'string' && /^[A-Z0-9]{2,32}$/.test(id)) ?? 'slack'
}

function formBody(raw: string): Record<string, unknown> {
  const form = Object.fromEntries(new URLSearchParams(raw))
  return form.payload === undefined ? form : jsonObject(form.payload)
}

function field(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object'
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined
}
