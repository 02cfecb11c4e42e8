import { ApiGatewayV2Client, GetApiMappingsCommand } from '@aws-sdk/client-apigatewayv2'
import type { ApiDomain } from '../../targets/target.ts'
import { defineProbe } from '../probe.ts'
import { citeGateway, gatewayArn } from './cite.ts'

/** Which stage of which API a path under a custom domain leads to. */
export interface DomainMapping {
  /** Empty for the domain's root. */
  readonly path: string
  readonly apiId: string
  readonly stage: string
}

/** Reads where a custom domain leads, REST and HTTP APIs alike. */
export const domainMappings = defineProbe<readonly DomainMapping[], ApiDomain>({
  id: 'api-gateway.domain-mappings',
  actions: ['apigateway:GET'],
  key: (domain) => domain.arn,
  resource: (domain) => gatewayArn(domain, `/domainnames/${domain.name}/apimappings`),
  async fetch(domain, { aws }) {
    const mappings: DomainMapping[] = []
    let token: string | undefined
    do {
      const found = await aws.client(ApiGatewayV2Client).send(
        new GetApiMappingsCommand({
          DomainName: domain.name,
          MaxResults: '500',
          ...(token !== undefined && { NextToken: token }),
        }),
      )
      for (const item of found.Items ?? [])
        mappings.push({ path: item.ApiMappingKey ?? '', apiId: item.ApiId ?? '', stage: item.Stage ?? '' })
      token = found.NextToken
    } while (token !== undefined && mappings.length < 1_000)
    return mappings
  },
  cite: (domain) =>
    citeGateway(
      domain,
      'apigatewayv2',
      'GetApiMappings',
      { DomainName: domain.name },
      `publish/domain-names?domain=${domain.name}`,
    ),
})
