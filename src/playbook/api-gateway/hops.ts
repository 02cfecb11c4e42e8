import { accessLog4xx } from '../../evidence/api-gateway/access-log-4xx.ts'
import { accessLog5xx } from '../../evidence/api-gateway/access-log-5xx.ts'
import type { Authorizer } from '../../evidence/api-gateway/authorizer.ts'
import { executionLog5xx } from '../../evidence/api-gateway/execution-log-5xx.ts'
import { httpFunctionUse, restFunctionUse } from '../../evidence/api-gateway/function-use.ts'
import { httpAuthorizers } from '../../evidence/api-gateway/http-authorizers.ts'
import { httpFunctionIntegrations } from '../../evidence/api-gateway/http-function-integrations.ts'
import { httpMetrics } from '../../evidence/api-gateway/http-metrics.ts'
import { functionIn } from '../../evidence/api-gateway/integration-uri.ts'
import { restAuthorizers } from '../../evidence/api-gateway/rest-authorizers.ts'
import { restIntegrations } from '../../evidence/api-gateway/rest-integrations.ts'
import { restMetrics } from '../../evidence/api-gateway/rest-metrics.ts'
import type { Route } from '../../evidence/api-gateway/route.ts'
import { vpcLinkState } from '../../evidence/api-gateway/vpc-link.ts'
import { loadBalancer } from '../../evidence/elb/balancer-arn.ts'
import { targetHealth } from '../../evidence/elb/target-health.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import {
  apiToFunction,
  type HttpApi,
  type LambdaFunction,
  lambdaFunction,
  placeOf,
  type RestApi,
  type Target,
  type VpcLink,
} from '../../targets/target.ts'
import { defineHop, type Hop } from '../sign.ts'
import { slowInAuthorizer } from './slow-authorizer.ts'
import { failingRoutes, leadThrough, suspectFunctions } from './suspects.ts'

const downstream = ['502', '504', '500', 'errors', 'timeout', 'throttled'] as const

/** From a REST API's stage to the functions its routes call, and to the joins between them. */
const restToFunctions = defineHop({
  id: 'rest-api-to-functions',
  from: 'rest-api',
  symptoms: [...downstream],
  needs: {
    integrations: restIntegrations,
    metrics: optional(restMetrics),
    log: optional(executionLog5xx),
    access: optional(accessLog5xx),
    uses: optional(restFunctionUse),
  },
  next: (clues, { target }) =>
    suspectFunctions(clues).flatMap((each): Target[] => [apiToFunction(target, each.function), each.function]),
})

/** Where there is but one function to suspect, nothing has to be read to choose it. */
const restToOnlyFunction = defineHop({
  id: 'rest-api-to-only-function',
  from: 'rest-api',
  symptoms: [...downstream],
  needs: { integrations: restIntegrations },
  next: ({ integrations }, { target }) =>
    onlyFunction(integrations.functions).flatMap((fn): Target[] => [apiToFunction(target, fn), fn]),
})

const httpToOnlyFunction = defineHop({
  id: 'http-api-to-only-function',
  from: 'http-api',
  symptoms: [...downstream],
  needs: { integrations: httpFunctionIntegrations },
  next: ({ integrations }, { target }) =>
    onlyFunction(integrations.functions).flatMap((fn): Target[] => [apiToFunction(target, fn), fn]),
})

function onlyFunction(functions: readonly { readonly function: LambdaFunction }[]): LambdaFunction[] {
  const [first, ...others] = functions
  return first === undefined || others.length > 0 ? [] : [first.function]
}

const httpToFunctions = defineHop({
  id: 'http-api-to-functions',
  from: 'http-api',
  symptoms: [...downstream],
  needs: {
    integrations: httpFunctionIntegrations,
    metrics: optional(httpMetrics),
    access: optional(accessLog5xx),
    uses: optional(httpFunctionUse),
  },
  next: (clues, { target }) =>
    suspectFunctions(clues).flatMap((each): Target[] => [apiToFunction(target, each.function), each.function]),
})

const webSocketToFunctions = defineHop({
  id: 'websocket-api-to-functions',
  from: 'websocket-api',
  symptoms: [...downstream, 'cold-start'],
  needs: { integrations: httpFunctionIntegrations },
  next: ({ integrations }, { symptom }) =>
    integrations.functions.slice(0, symptom === 'cold-start' ? 3 : 6).map((each) => each.function),
})

/** Into the VPC, where an integration leads there. */
const restToVpcLinks = defineHop({
  id: 'rest-api-to-vpc-links',
  from: 'rest-api',
  symptoms: ['502', '504', '500'],
  needs: { integrations: restIntegrations, log: optional(executionLog5xx), access: optional(accessLog5xx) },
  next: (clues, { target }) => vpcLinks(target, failingRoutes(clues)),
})

const httpToVpcLinks = defineHop({
  id: 'http-api-to-vpc-links',
  from: 'http-api',
  symptoms: ['502', '504', '500'],
  needs: { integrations: httpFunctionIntegrations, access: optional(accessLog5xx) },
  next: (clues, { target }) => vpcLinks(target, failingRoutes(clues)),
})

const vpcLinkToBalancer = defineHop({
  id: 'vpc-link-to-load-balancer',
  from: 'vpc-link',
  symptoms: ['502', '504', '500'],
  needs: { link: optional(vpcLinkState) },
  next: ({ link }, { target }) =>
    [...target.balancerArns, ...(valueIfRead(link)?.targetArns ?? [])].flatMap((arn) => {
      const balancer = loadBalancer(target, arn)
      return balancer?.id.startsWith('app/') ? [balancer] : []
    }),
})

/** To the functions that decide about callers, once a log says that one of them failed or was slow. */
const restToAuthorizers = defineHop({
  id: 'rest-api-to-authorizers',
  from: 'rest-api',
  symptoms: ['500', '504', '502'],
  needs: { log: optional(executionLog5xx), access: optional(accessLog5xx), authorizers: restAuthorizers },
  next({ log, access, authorizers }, { target }) {
    const isSaid =
      valueIfRead(log)?.failures.some((failure) => failure.isInAuthorizer || failure.kind === 'authorizer') === true ||
      valueIfRead(access)?.rows.some(
        (row) => /AUTHORIZER/.test(row.errorResponseType ?? '') || row.authorizerError !== undefined,
      ) === true ||
      slowInAuthorizer(valueIfRead(access)?.rows ?? []).length > 0
    return isSaid ? authorizerFunctions(target, authorizers) : []
  },
})

const httpToAuthorizers = defineHop({
  id: 'http-api-to-authorizers',
  from: 'http-api',
  symptoms: ['500', '504', '502'],
  needs: { access: optional(accessLog5xx), authorizers: httpAuthorizers },
  next: ({ access, authorizers }, { target }) =>
    valueIfRead(access)?.rows.some((row) => row.authorizerError !== undefined) === true ||
    slowInAuthorizer(valueIfRead(access)?.rows ?? []).length > 0
      ? authorizerFunctions(target, authorizers)
      : [],
})

/** A function behind an authorizer that refuses may itself fail. */
const restRefusalsToAuthorizers = defineHop({
  id: 'rest-api-refusals-to-authorizers',
  from: 'rest-api',
  symptoms: ['4xx', '403'],
  needs: { access: optional(accessLog4xx), authorizers: restAuthorizers },
  next: ({ access, authorizers }, { target }) =>
    valueIfRead(access)?.rows.some((row) => row.authorizerError !== undefined) === true
      ? authorizerFunctions(target, authorizers)
      : [],
})

const balancerToFunctions = defineHop({
  id: 'load-balancer-to-functions',
  from: 'load-balancer',
  symptoms: [...downstream, 'cold-start'],
  needs: { groups: targetHealth },
  next: ({ groups }, { target }) =>
    groups
      .filter((group) => group.targetType === 'lambda')
      .flatMap((group) => group.targets)
      .flatMap(({ id }): LambdaFunction[] => {
        const named = functionIn(id)
        return named === undefined
          ? []
          : [lambdaFunction({ ...named, partition: target.partition }, named.name, named.qualifier)]
      })
      .slice(0, 4),
})

function authorizerFunctions(api: RestApi | HttpApi, authorizers: readonly Authorizer[]): LambdaFunction[] {
  return authorizers
    .flatMap(({ function: named }) =>
      named === undefined ? [] : [lambdaFunction({ ...named, partition: api.partition }, named.name, named.qualifier)],
    )
    .slice(0, 3)
}

function vpcLinks(api: RestApi | HttpApi, routes: readonly Route[]): VpcLink[] {
  const links = new Map<string, Set<string>>()
  for (const { integration } of routes) {
    if (integration?.connectionType !== 'VPC_LINK' || integration.connectionId === undefined) continue
    const arns = links.get(integration.connectionId) ?? new Set()
    if (integration.uri?.startsWith('arn:')) arns.add(integration.uri)
    links.set(integration.connectionId, arns)
  }
  return [...links].slice(0, 3).map(([id, arns]) => ({
    kind: 'vpc-link',
    version: api.kind === 'rest-api' ? 1 : 2,
    id,
    name: id,
    arn: `arn:${api.partition}:apigateway:${api.region}::/vpclinks/${id}`,
    api,
    balancerArns: [...arns],
    isOnPath: leadThrough(routes, id),
    ...placeOf(api),
  }))
}

export const hops: Hop[] = [
  restToOnlyFunction,
  httpToOnlyFunction,
  restToFunctions,
  httpToFunctions,
  webSocketToFunctions,
  restToVpcLinks,
  httpToVpcLinks,
  vpcLinkToBalancer,
  restToAuthorizers,
  httpToAuthorizers,
  restRefusalsToAuthorizers,
  balancerToFunctions,
]
