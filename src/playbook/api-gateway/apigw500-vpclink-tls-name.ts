import { loggedCause } from './logged-cause.ts'

export const vpcLinkTlsName = loggedCause({
  id: 'apigw500-vpclink-tls-name',
  symptoms: ['500', '504', '502'],
  cause: 'The certificate that the endpoint shows is not for the host that the integration names.',
  docs: 'https://repost.aws/knowledge-center/api-gateway-500-error-vpc',
  kinds: ['tls-name'],
  because: ({ message }) => `in the TLS handshake: ${(message ?? '').replace(/^.*?(?=Host name)/, '')}`,
  fix: (api) => ({
    now: 'Put the name that stands in the certificate into the integration URI; a VPC link routes by its own target, the host in the URI only names it.',
    proper:
      'Use a certificate for the name that the integration uses; tlsConfig.insecureSkipVerification only where the network is trusted.',
    cli: `aws apigateway get-resources --rest-api-id ${api.id} --embed methods --query 'items[].resourceMethods.*.methodIntegration.uri' --region ${api.region}`,
  }),
})
