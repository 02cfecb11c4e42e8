import type { AwsError } from './errors.ts'
import type { HttpReply } from './http.ts'
import { toJson } from './json.ts'
import { isInBody } from './rest.ts'
import type { Service } from './services.ts'
import {
  type ErrorShape,
  hasTrait,
  type Model,
  membersOf,
  type Operation,
  type Protocol,
  type Shape,
  textTrait,
} from './shapes.ts'
import { escapeXml, xmlMember, xmlMembers, xmlText } from './xml.ts'

/** A handler's SDK-shaped output as the bytes that the service would send. */
export function writeOutput(service: Service, operation: Operation, output: object, requestId: string): HttpReply {
  switch (service.protocol) {
    case 'awsJson1.0':
    case 'awsJson1.1':
      return {
        status: 200,
        headers: { 'content-type': jsonType(service.protocol), 'x-amzn-requestid': requestId },
        body: operation.output.isUnitSchema()
          ? ''
          : JSON.stringify(toJson(operation.output, output, { jsonNames: false })),
      }
    case 'awsQuery': {
      const result = operation.output.isUnitSchema()
        ? ''
        : `<${operation.name}Result>${xmlMembers(operation.output, output)}</${operation.name}Result>`
      return xmlReply(
        200,
        requestId,
        `<${operation.name}Response xmlns="${service.xmlNamespace}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation.name}Response>`,
      )
    }
    case 'ec2Query':
      return xmlReply(
        200,
        requestId,
        `<${operation.name}Response xmlns="${service.xmlNamespace}"><requestId>${requestId}</requestId>${xmlMembers(operation.output, output)}</${operation.name}Response>`,
      )
    case 'restJson':
    case 'restXml':
      return writeRest(service, operation, output, requestId)
  }
}

/** A refusal in the format and with the headers of its service. */
export function writeError(service: Service, model: Model | undefined, error: AwsError, requestId: string): HttpReply {
  const known = findError(model, error.code)
  const status = error.status ?? statusOf(known, service.protocol)
  const code = known?.code ?? error.code
  const fault = known?.fault ?? (status >= 500 ? 'server' : 'client')
  switch (service.protocol) {
    case 'awsJson1.0':
    case 'awsJson1.1': {
      const name = known?.name ?? error.code
      return {
        status,
        headers: {
          'content-type': jsonType(service.protocol),
          'x-amzn-requestid': requestId,
          ...(service.isQueryCompatible
            ? { 'x-amzn-query-error': `${code};${fault === 'client' ? 'Sender' : 'Receiver'}` }
            : {}),
        },
        body: JSON.stringify({ __type: name, message: error.message, ...errorMembers(known, error, false) }),
      }
    }
    case 'restJson': {
      const name = known?.name ?? error.code
      const messageName = service.id === 'lambda' ? 'Message' : 'message'
      return {
        status,
        headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, 'x-amzn-errortype': name },
        body: JSON.stringify({ [messageName]: error.message, ...errorMembers(known, error, true) }),
      }
    }
    case 'awsQuery':
      return xmlReply(
        status,
        requestId,
        `<ErrorResponse xmlns="${service.xmlNamespace}"><Error><Type>${fault === 'client' ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      )
    case 'ec2Query':
      return xmlReply(
        status,
        requestId,
        `<Response><Errors><Error><Code>${code}</Code><Message>${escapeXml(error.message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
      )
    case 'restXml': {
      const inner = `<Code>${code}</Code><Message>${escapeXml(error.message)}</Message>`
      const ids = `<RequestId>${requestId}</RequestId><HostId>sandbox</HostId>`
      const body =
        service.id === 's3'
          ? `<Error>${inner}${ids}</Error>`
          : `<ErrorResponse><Error>${inner}</Error>${ids}</ErrorResponse>`
      return xmlReply(status, requestId, body)
    }
  }
}

function writeRest(service: Service, operation: Operation, output: object, requestId: string): HttpReply {
  const headers: Record<string, string> = service.id.startsWith('s3')
    ? { 'x-amz-request-id': requestId, 'x-amz-id-2': 'sandbox' }
    : { 'x-amzn-requestid': requestId }
  let status = operation.rest?.status ?? 200
  let payload: { member: Shape; value: unknown } | undefined
  for (const [name, member] of membersOf(operation.output)) {
    const value: unknown = Reflect.get(output, name)
    if (hasTrait(member, 'httpPayload')) payload = { member, value }
    if (value === undefined || value === null) continue
    const header = textTrait(member, 'httpHeader')
    if (header !== undefined) headers[header.toLowerCase()] = xmlText(member, value)
    if (hasTrait(member, 'httpResponseCode')) status = Number(value)
  }
  if (payload !== undefined)
    return { status, ...writePayload(service.protocol, payload.member, payload.value, headers) }
  if (service.protocol === 'restJson') {
    return {
      status,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(jsonBody(operation.output, output)),
    }
  }
  return {
    status,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: operation.output.isUnitSchema() || status === 204 ? '' : xmlBody(service, operation, output),
  }
}

function writePayload(
  protocol: Protocol,
  member: Shape,
  value: unknown,
  headers: Record<string, string>,
): Omit<HttpReply, 'status'> {
  if (value === undefined || value === null) return { headers, body: '' }
  if (member.isBlobSchema() || member.isStreaming())
    return { headers: { 'content-type': 'application/octet-stream', ...headers }, body: value as Uint8Array }
  if (member.isStringSchema())
    return { headers: { 'content-type': 'application/json', ...headers }, body: String(value) }
  if (protocol === 'restJson')
    return {
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(toJson(member, value, { jsonNames: true })),
    }
  return {
    headers: { ...headers, 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>${xmlMember(member, textTrait(member, 'xmlName') ?? member.getName() ?? 'Body', value)}`,
  }
}

/** In a response only headers and the status code leave the body: a `position` bound to a query is body text here. */
function jsonBody(shape: Shape, output: object): unknown {
  const written = toJson(shape, output, { jsonNames: true })
  const outside = membersOf(shape).filter(
    ([, member]) => hasTrait(member, 'httpHeader') || hasTrait(member, 'httpResponseCode'),
  )
  for (const [name, member] of outside) Reflect.deleteProperty(Object(written), textTrait(member, 'jsonName') ?? name)
  return written ?? {}
}

function xmlBody(service: Service, operation: Operation, output: object): string {
  const root = textTrait(operation.output, 'xmlName') ?? operation.output.getName() ?? `${operation.name}Output`
  const inBody = Object.fromEntries(
    membersOf(operation.output)
      .filter(([, member]) => isInBody(member))
      .map(([name]) => [name, Reflect.get(output, name)]),
  )
  const isBare = operation.name === 'GetBucketLocation'
  const content = isBare ? escapeXml(String(inBody.LocationConstraint ?? '')) : xmlMembers(operation.output, inBody)
  return `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="${service.xmlNamespace}">${content}</${root}>`
}

function errorMembers(known: ErrorShape | undefined, error: AwsError, jsonNames: boolean): object {
  if (known === undefined) return error.members
  const written = toJson(known.shape, error.members, { jsonNames })
  return Object(written)
}

function findError(model: Model | undefined, code: string): ErrorShape | undefined {
  if (model === undefined) return undefined
  return model.errors.get(code) ?? [...model.errors.values()].find((error) => error.code === code)
}

function statusOf(known: ErrorShape | undefined, protocol: Protocol): number {
  if (known === undefined) return 400
  return protocol.startsWith('awsJson') && known.fault === 'client' ? 400 : known.status
}

function jsonType(protocol: Protocol): string {
  return protocol === 'awsJson1.0' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1'
}

function xmlReply(status: number, requestId: string, body: string): HttpReply {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>${body}`,
  }
}
