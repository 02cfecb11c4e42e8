import type { Handlers } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import { stableId, stableUuid } from '../world/scalars.ts'
import { findFunction, functionArn, functionArnOf, functionNotFound, splitFunctionName } from './lambda-arns.ts'
import { configurationOf, functionPolicy, versionOf } from './lambda-configuration.ts'
import { aliasOf, eventInvokeOf, layerOf, mappingOf, notFound, provisioned, splitName } from './lambda-describe.ts'
import { pageOf, tokenAs } from './paging.ts'

type Lambda = typeof import('@aws-sdk/client-lambda')

export const lambda: Handlers<Lambda> = {
  GetFunctionConfiguration({ place, clock }, input) {
    const { fn, qualifier } = findFunction(place, input.FunctionName, input.Qualifier)
    return configurationOf(place, clock, fn, qualifier)
  },

  GetFunction({ place, clock }, input) {
    const { fn, qualifier } = findFunction(place, input.FunctionName, input.Qualifier)
    return {
      Configuration: configurationOf(place, clock, fn, qualifier),
      Code:
        fn.packageType === 'Image'
          ? { RepositoryType: 'ECR', ImageUri: fn.imageUri ?? '' }
          : { RepositoryType: 'S3', Location: 'https://code.invalid/presigned' },
      ...(fn.tags === undefined ? {} : { Tags: fn.tags }),
      ...(fn.reservedConcurrency === undefined
        ? {}
        : { Concurrency: { ReservedConcurrentExecutions: fn.reservedConcurrency } }),
    }
  },

  ListFunctions({ place, clock }, input) {
    const all = place.functions.flatMap((fn) => [
      configurationOf(place, clock, fn, undefined),
      ...(input.FunctionVersion === 'ALL'
        ? fn.versions.map(({ version }) => configurationOf(place, clock, fn, version))
        : []),
    ])
    const { page, next } = pageOf(all, input.Marker, input.MaxItems ?? 50)
    return { Functions: page, ...tokenAs('NextMarker', next) }
  },

  ListVersionsByFunction({ place, clock }, input) {
    const { fn } = findFunction(place, input.FunctionName)
    const all = ['$LATEST', ...fn.versions.map(({ version }) => version)].map((version) =>
      configurationOf(place, clock, fn, version),
    )
    const { page, next } = pageOf(all, input.Marker, input.MaxItems ?? 50)
    return { Versions: page, ...tokenAs('NextMarker', next) }
  },

  GetAlias({ place }, input) {
    const { fn } = findFunction(place, input.FunctionName)
    const alias = fn.aliases.find(({ name }) => name === input.Name)
    if (alias === undefined) throw notFound(`Cannot find alias arn: ${functionArn(place, fn.name, input.Name)}`)
    return aliasOf(place, fn, alias)
  },

  ListAliases({ place }, input) {
    const { fn } = findFunction(place, input.FunctionName)
    const all = fn.aliases.filter(
      ({ version }) => input.FunctionVersion === undefined || version === input.FunctionVersion,
    )
    const { page, next } = pageOf(all, input.Marker, input.MaxItems ?? 50)
    return { Aliases: page.map((alias) => aliasOf(place, fn, alias)), ...tokenAs('NextMarker', next) }
  },

  GetPolicy({ place }, input) {
    const { fn, qualifier } = findFunction(place, input.FunctionName, input.Qualifier)
    versionOf(place, fn, qualifier)
    return { Policy: functionPolicy(place, fn, qualifier), RevisionId: stableUuid(`${fn.name}/policy/${qualifier}`) }
  },

  GetFunctionConcurrency({ place }, input) {
    const { fn } = findFunction(place, input.FunctionName)
    return fn.reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: fn.reservedConcurrency }
  },

  ListProvisionedConcurrencyConfigs(call, input) {
    const { fn } = findFunction(call.place, input.FunctionName)
    return {
      ProvisionedConcurrencyConfigs: fn.provisionedConcurrency.map((config) => ({
        FunctionArn: functionArn(call.place, fn.name, config.qualifier),
        ...provisioned(call, config),
      })),
    }
  },

  GetProvisionedConcurrencyConfig(call, input) {
    const { fn } = findFunction(call.place, input.FunctionName)
    const config = fn.provisionedConcurrency.find(({ qualifier }) => qualifier === input.Qualifier)
    if (config === undefined) {
      throw new AwsError(
        'ProvisionedConcurrencyConfigNotFoundException',
        'No Provisioned Concurrency Config found for this function',
        { status: 404, members: { Type: 'User' } },
      )
    }
    return provisioned(call, config)
  },

  GetFunctionEventInvokeConfig(call, input) {
    const { fn, qualifier } = findFunction(call.place, input.FunctionName, input.Qualifier)
    const config = eventInvokeOf(call, fn)
    if (config === undefined || fn.eventInvoke?.qualifier !== qualifier) {
      throw notFound(
        `The function ${functionArn(call.place, fn.name, qualifier ?? '$LATEST')} doesn't have an EventInvokeConfig`,
      )
    }
    return config
  },

  ListFunctionEventInvokeConfigs(call, input) {
    const config = eventInvokeOf(call, findFunction(call.place, input.FunctionName).fn)
    return { FunctionEventInvokeConfigs: config === undefined ? [] : [config] }
  },

  ListEventSourceMappings(call, input) {
    const wanted =
      input.FunctionName === undefined ? undefined : functionArnOf(call.place, splitName(input.FunctionName))
    const all = call.place.eventSourceMappings
      .map((mapping) => mappingOf(call, mapping))
      .filter(
        ({ FunctionArn, EventSourceArn }) =>
          (wanted === undefined || FunctionArn === wanted) &&
          (input.EventSourceArn === undefined || EventSourceArn === input.EventSourceArn),
      )
    const { page, next } = pageOf(all, input.Marker, input.MaxItems ?? 100)
    return { EventSourceMappings: page, ...tokenAs('NextMarker', next) }
  },

  GetEventSourceMapping(call, input) {
    const found = call.place.eventSourceMappings
      .map((mapping) => mappingOf(call, mapping))
      .find(({ UUID }) => UUID === input.UUID)
    if (found === undefined) throw notFound('The resource you requested does not exist.')
    return found
  },

  GetFunctionUrlConfig({ place, clock }, input) {
    const { fn, qualifier } = findFunction(place, input.FunctionName, input.Qualifier)
    if (fn.url === undefined || fn.url.qualifier !== qualifier)
      throw notFound('The resource you requested does not exist.')
    return {
      FunctionUrl: `https://${stableId(`url/${fn.name}`, 32)}.lambda-url.${place.region}.on.aws/`,
      FunctionArn: functionArn(place, fn.name, qualifier),
      AuthType: fn.url.authType,
      InvokeMode: fn.url.invokeMode,
      CreationTime: clock.at('-90d').toISOString(),
      LastModifiedTime: clock.at('-90d').toISOString(),
      ...(fn.url.cors === undefined ? {} : { Cors: fn.url.cors }),
    }
  },

  GetFunctionRecursionConfig: ({ place }, input) => ({
    RecursiveLoop: findFunction(place, input.FunctionName).fn.recursiveLoop,
  }),

  GetRuntimeManagementConfig({ place }, input) {
    const { fn, qualifier } = findFunction(place, input.FunctionName, input.Qualifier)
    return {
      UpdateRuntimeOn: fn.updateRuntimeOn,
      FunctionArn: functionArn(place, fn.name, qualifier),
      ...(fn.runtimeVersionArn === undefined ? {} : { RuntimeVersionArn: fn.runtimeVersionArn }),
    }
  },

  GetFunctionScalingConfig({ place }, input) {
    const { fn, qualifier } = findFunction(place, input.FunctionName, input.Qualifier)
    return { FunctionArn: functionArn(place, fn.name, qualifier), ...fn.scaling }
  },

  ListTags({ place }, input) {
    const { name } = splitFunctionName(input.Resource ?? '')
    const fn = place.functions.find((candidate) => candidate.name === name)
    if (fn === undefined) throw functionNotFound(input.Resource ?? '')
    return { Tags: fn.tags ?? {} }
  },

  GetAccountSettings({ place }) {
    const limit = place.lambdaAccount.concurrentExecutions
    const taken = place.functions.reduce(
      (sum, fn) =>
        sum +
        (fn.reservedConcurrency ?? fn.provisionedConcurrency.reduce((total, { requested }) => total + requested, 0)),
      0,
    )
    return {
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: limit,
        UnreservedConcurrentExecutions: place.lambdaAccount.unreservedConcurrentExecutions ?? limit - taken,
      },
      AccountUsage: { TotalCodeSize: place.lambdaAccount.codeSize, FunctionCount: place.functions.length },
    }
  },

  ListLayerVersions({ place }, input) {
    const name = (input.LayerName ?? '').split(':').at(-1)
    const versions = place.layers.filter((layer) => layer.name === name && !layer.denied)
    return {
      LayerVersions: versions
        .map(({ version }) => layerOf(place, name, version))
        .sort((one, other) => other.Version - one.Version),
    }
  },

  GetLayerVersionByArn({ place }, input) {
    const [name, version] = (input.Arn ?? '').split(':').slice(-2)
    return layerOf(place, name, Number(version))
  },

  GetLayerVersion: ({ place }, input) =>
    layerOf(place, (input.LayerName ?? '').split(':').at(-1), input.VersionNumber ?? 0),
}
