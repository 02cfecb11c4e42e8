import type { DomainName as DescribedDomain } from '@aws-sdk/client-api-gateway'
import type { Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { DomainName } from '../world/api-gateway.ts'
import { stableId } from '../world/scalars.ts'
import type { Place } from '../world.ts'
import { restApiId, v2ApiId } from './api-callers.ts'
import { pageOf, tokenAs } from './paging.ts'

type ApiGateway = typeof import('@aws-sdk/client-api-gateway')

export const domains: Pick<
  Handlers<ApiGateway>,
  'GetDomainNames' | 'GetDomainName' | 'GetBasePathMappings' | 'GetVpcLinks' | 'GetVpcLink'
> = {
  GetDomainNames({ place }, input) {
    const { page, next } = pageOf(place.domainNames, input.position, input.limit ?? 25)
    return { items: page.map((domain) => describeDomain(place, domain)), ...tokenAs('position', next) }
  },

  GetDomainName: ({ place }, input) => describeDomain(place, findDomain(place, input.domainName)),

  GetBasePathMappings({ place }, input) {
    const rest = findDomain(place, input.domainName).mappings.filter(({ api }) => isRest(place, api))
    const { page, next } = pageOf(rest, input.position, input.limit ?? 25)
    return {
      items: page.map((mapping) => ({
        basePath: mapping.path === '' ? '(none)' : mapping.path,
        restApiId: apiIdOf(place, mapping.api),
        stage: mapping.stage,
      })),
      ...tokenAs('position', next),
    }
  },

  GetVpcLinks: ({ place }) => ({ items: place.vpcLinks }),

  GetVpcLink({ place }, input) {
    const link = place.vpcLinks.find(({ id }) => id === input.vpcLinkId)
    if (link === undefined)
      throw new AwsError('NotFoundException', 'Invalid Vpc Link identifier specified', { status: 404 })
    return link
  },
}

export function findDomain(place: Place, name: string | undefined): DomainName {
  const domain = place.domainNames.find((candidate) => candidate.name === name)
  if (domain === undefined)
    throw new AwsError('NotFoundException', 'Invalid domain name identifier specified', { status: 404 })
  return domain
}

/** The id of an API that a domain names by name or id; an unknown one is taken for an id. */
export function apiIdOf(place: Place, reference: string): string {
  const rest = place.restApis.find((api) => api.name === reference)
  if (rest !== undefined) return restApiId(rest)
  const v2 = [...place.httpApis, ...place.webSocketApis].find((api) => api.name === reference)
  return v2 === undefined ? reference : v2ApiId(v2)
}

export function isRest(place: Place, reference: string): boolean {
  return ![...place.httpApis, ...place.webSocketApis].some(
    (api) => api.name === reference || v2ApiId(api) === reference,
  )
}

/** What both versions of the API say about a domain's endpoint. */
export function domainEndpoint(
  { region }: Pick<Place, 'region'>,
  domain: DomainName,
): { target: string; hostedZoneId: string } {
  const id = stableId(`domain/${domain.name}`, 10)
  return domain.endpoint === 'EDGE'
    ? { target: `d${id}.cloudfront.net`, hostedZoneId: 'Z2FDTNDATAQYW2' }
    : { target: `d-${id}.execute-api.${region}.amazonaws.com`, hostedZoneId: 'ZLY8HYME6SFDD' }
}

function describeDomain(place: Place, domain: DomainName): DescribedDomain {
  const { target, hostedZoneId } = domainEndpoint(place, domain)
  const certificate =
    domain.certificateArn ?? `arn:aws:acm:${place.region}:${place.account}:certificate/${stableId(domain.name, 12)}`
  return {
    domainName: domain.name,
    domainNameArn: `arn:aws:apigateway:${place.region}::/domainnames/${domain.name}`,
    endpointConfiguration: { types: [domain.endpoint], ipAddressType: 'ipv4' },
    ...(domain.endpoint === 'EDGE'
      ? { certificateArn: certificate, distributionDomainName: target, distributionHostedZoneId: hostedZoneId }
      : { regionalCertificateArn: certificate, regionalDomainName: target, regionalHostedZoneId: hostedZoneId }),
    domainNameStatus: domain.status as 'AVAILABLE',
    ...(domain.statusMessage === undefined ? {} : { domainNameStatusMessage: domain.statusMessage }),
    securityPolicy: domain.securityPolicy as 'TLS_1_2',
    ...(domain.endpointAccessMode === undefined ? {} : { endpointAccessMode: domain.endpointAccessMode }),
    routingMode: domain.routingMode,
    ...(domain.mutualTls === undefined ? {} : { mutualTlsAuthentication: domain.mutualTls }),
    ...(domain.tags === undefined ? {} : { tags: domain.tags }),
  }
}
