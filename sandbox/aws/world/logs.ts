import { z } from 'zod'
import { textMap, time } from './scalars.ts'

/** Text, or JSON that is written as one line. */
const message = z.union([z.string(), z.looseObject({})])

/**
 * What a function wrote, in Lambda's own lines and the group's own format (Text or JSON): START, the application's lines,
 * the runtime's error, END and REPORT.
 */
const invocation = z.strictObject({
  function: z.string().optional(),
  version: z.string().default('$LATEST'),
  format: z.enum(['Text', 'JSON']).default('Text'),
  systemLogLevel: z.enum(['DEBUG', 'INFO', 'WARN']).default('INFO'),
  durationMs: z.number().default(40),
  memoryMb: z.number().default(128),
  usedMb: z.number().default(64),
  /** A cold start. */
  initMs: z.number().optional(),
  /** The application's lines: text, `LEVEL text`, or objects for JSON logging. */
  lines: z.array(message).default([]),
  /** Ended by the timeout; `durationMs` is the timeout then. */
  timeout: z.literal(true).optional(),
  /** Killed for memory. */
  oom: z.literal(true).optional(),
  /** The handler threw. */
  error: z
    .strictObject({
      type: z.string().default('Error'),
      message: z.string(),
      stack: z.array(z.string()).optional(),
      runtime: z.enum(['node', 'python']).default('node'),
    })
    .optional(),
  /** The code could not be loaded: the init failed. */
  initError: z
    .strictObject({ type: z.string(), message: z.string(), runtime: z.enum(['node', 'python']).default('node') })
    .optional(),
  /** The init itself ran out of its ten seconds and was repeated inside the invocation. */
  initTimeout: z.literal(true).optional(),
  /** The process exited by itself with this status. */
  exitStatus: z.number().optional(),
})

/** Ways a request to a REST API fails, each with the lines and the status API Gateway has for it. */
export const executionFailures = [
  'function-error',
  'malformed',
  'permission',
  'throttled',
  'timeout',
  'network',
  'no-mapping',
  'assume-role',
  'transform',
] as const

/** What API Gateway wrote about one request to a REST API, in the words of its execution log. */
const execution = z.strictObject({
  method: z.string().default('GET'),
  path: z.string().default('/'),
  /** Left out, what `failure` leads to, or 200. */
  status: z.number().optional(),
  latencyMs: z.number().default(45),
  /** The function that was called: `orders`, `orders:live`, or an ARN. */
  lambda: z.string().optional(),
  /** Any other endpoint as API Gateway prints it. */
  endpoint: z.string().optional(),
  failure: z.enum(executionFailures).optional(),
  /** What the function said when it failed: `Task timed out after 3.00 seconds`. */
  message: z.string().optional(),
  /** Lines of your own instead of those of `failure`; `{lambdaRequestId}` is the function's request id. */
  error: z.union([z.string(), z.array(z.string())]).optional(),
  /** What the endpoint answered, printed as `Endpoint response body before transformations`. */
  responseBody: z.string().optional(),
  endpointStatus: z.number().optional(),
  /** Print the bodies that `dataTraceEnabled` adds. */
  dataTrace: z.boolean().default(true),
  /** The logging level ERROR: only the failing lines. */
  errorsOnly: z.boolean().default(false),
})

/**
 * Events of a group: one moment (`at`) or many (`from`, `to` with `every` or `times`). Templates know `{requestId}`, `{lambdaRequestId}`,
 * `{id:NAME}` (the same for the same NAME and repetition in every group), `{n}` (from 1), `{time}` (ISO), `{epochMs}`, `{apacheTime}`.
 */
const event = z
  .strictObject({
    at: time.optional(),
    from: time.optional(),
    to: time.optional(),
    every: z
      .string()
      .regex(/^\d+(ms|s|m|h)$/)
      .optional(),
    times: z.number().int().positive().optional(),
    /** Makes both ids equal in groups of one seed: an API’s `{lambdaRequestId}` is what its function’s log calls the invocation. */
    ids: z.string().optional(),
    stream: z.string().optional(),
    message: message.optional(),
    /** Several lines of one request, in order; `[offsetMs, message]` sets a line later. */
    messages: z.array(z.union([message, z.tuple([z.number(), message])])).optional(),
    invocation: invocation.optional(),
    execution: execution.optional(),
  })
  .refine(({ at, from }) => (at === undefined) !== (from === undefined), {
    message: 'needs either "at" or "from"',
    path: ['at'],
  })
  .refine(({ from, every, times }) => from === undefined || every !== undefined || times !== undefined, {
    message: 'needs "every" or "times" beside "from"',
    path: ['every'],
  })
  .refine(
    ({ message: one, messages, invocation: called, execution: executed }) =>
      [one, messages, called, executed].some((content) => content !== undefined),
    {
      message: 'needs "message", "messages", "invocation" or "execution"',
      path: ['message'],
    },
  )

export const logGroup = z.strictObject({
  name: z.string(),
  retentionDays: z.number().optional(),
  class: z.enum(['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY']).default('STANDARD'),
  kmsKeyId: z.string().optional(),
  storedBytes: z.number().optional(),
  created: time.default('-90d'),
  tags: textMap.optional(),
  events: z.array(event).default([]),
  /** How many empty pages FilterLogEvents gives before the first event. */
  emptyPages: z.number().int().nonnegative().default(0),
  /**
   * Lines besides the declared events, evenly spread, and how many of them FilterLogEvents looks through for a page: a page then covers as much
   * time as they take, matches or not, which is how a busy group answers with empty pages and tokens. Other operations do not see them.
   */
  otherLines: z
    .strictObject({ perMinute: z.number().positive(), aPage: z.number().int().positive().default(10_000) })
    .optional(),
  /** The most events on one page, where AWS would stop at 10,000 or 1 MB. */
  pageSize: z.number().int().positive().optional(),
  /** How long events take to become readable. */
  ingestionDelayMs: z.number().nonnegative().default(0),
  /** How often GetQueryResults answers Running before it answers Complete. */
  queryPolls: z.number().int().nonnegative().default(0),
})

export type LogGroup = z.infer<typeof logGroup>
export type LogEvent = z.infer<typeof event>
export type Invocation = z.infer<typeof invocation>
export type Execution = z.infer<typeof execution>
export type LogMessage = z.infer<typeof message>
