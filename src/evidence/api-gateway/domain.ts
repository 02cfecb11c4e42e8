import { APIGatewayClient, GetDomainNameCommand } from '@aws-sdk/client-api-gateway'
import type { ApiDomain } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeGateway, gatewayArn } from './cite.ts'
import { given } from './route.ts'

/** A custom domain's own settings. */
export interface DomainSettings {
  readonly status: string
  /** `BASE_PATH_MAPPING_ONLY`, `ROUTING_RULE_ONLY`, `ROUTING_RULE_THEN_BASE_PATH_MAPPING`; REST domains say `*_MAPPING_ONLY` for mappings alone. */
  readonly routingMode: string
  /** Whether callers must show a client certificate. */
  readonly truststore?: { readonly uri: string; readonly version?: string; readonly warnings: readonly string[] }
  readonly endpointAccessMode?: string
}

/** Reads a custom domain. */
export const domainSettings = defineProbe<DomainSettings, ApiDomain>({
  id: 'api-gateway.domain',
  actions: ['apigateway:GET'],
  key: (domain) => domain.arn,
  resource: (domain) => gatewayArn(domain, `/domainnames/${domain.name}`),
  async fetch(domain, { aws }) {
    const found = await aws.client(APIGatewayClient).send(new GetDomainNameCommand({ domainName: domain.name }))
    const mutual = found.mutualTlsAuthentication
    return {
      status: found.domainNameStatus ?? 'AVAILABLE',
      routingMode: found.routingMode ?? 'BASE_PATH_MAPPING_ONLY',
      ...(mutual?.truststoreUri && {
        truststore: {
          uri: mutual.truststoreUri,
          warnings: mutual.truststoreWarnings ?? [],
          ...given({ version: mutual.truststoreVersion }),
        },
      }),
      ...given({ endpointAccessMode: found.endpointAccessMode }),
    }
  },
  cite: (domain) =>
    citeGateway(
      domain,
      'apigateway',
      'GetDomainName',
      { domainName: domain.name },
      `publish/domain-names?domain=${domain.name}`,
    ),
})
