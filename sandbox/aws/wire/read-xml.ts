import { XmlShapeDeserializer } from '@aws-sdk/core/protocols'
import type { Shape } from './shapes.ts'

/** An XML request body as an SDK-shaped value. */
export function readXml(shape: Shape, body: Uint8Array): unknown {
  if (body.length === 0) return undefined
  const reader = new XmlShapeDeserializer({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: true,
    xmlNamespace: '',
    serviceNamespace: '',
  })
  return reader.read(shape, body)
}
