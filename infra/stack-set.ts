/** CloudFormation takes a template of up to so many bytes in a request; a larger one has to lie in S3. */
export const mostTemplateBytes = 51_200

/**
 * A stack's template as text that needs nothing of CDK's: no metadata, no bootstrap. Throws an Error when it would have to go by S3, or
 * names an asset.
 */
export function plainTemplate(template: Readonly<Record<string, unknown>>): string {
  // With the rule goes the parameter it asks; CDK adds both to every template.
  const { Metadata: _, Rules: __, Parameters: parameters, ...rest } = template
  const { BootstrapVersion: ___, ...Parameters } = Object(parameters)
  const text = JSON.stringify({ Parameters, ...rest }, (key, value: unknown) =>
    isCdkMetadata(key, value) ? undefined : value,
  )
  if (text.includes('cdk-hnb659fds') || text.includes('BootstrapVersion'))
    throw new Error('the template needs CDK’s bootstrap stack, so it cannot be deployed by a StackSet')
  const bytes = Buffer.byteLength(text)
  if (bytes > mostTemplateBytes)
    throw new Error(`the template has ${bytes} bytes; CloudFormation takes ${mostTemplateBytes}`)
  return text
}

/** A resource's own `Metadata`, and none of a policy's or a pattern's keys. */
function isCdkMetadata(key: string, value: unknown): boolean {
  return key === 'Metadata' && value !== null && typeof value === 'object' && 'aws:cdk:path' in value
}
