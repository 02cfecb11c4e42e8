import type { AliasConfiguration, EventSourceMappingConfiguration } from '@aws-sdk/client-lambda'
import type { Call } from '../call.ts'
import { AwsError } from '../wire/errors.ts'
import type { EventSourceMapping, LambdaFunction } from '../world/lambda.ts'
import { stableUuid } from '../world/scalars.ts'
import type { Place } from '../world.ts'
import { functionArn, functionArnOf, splitFunctionName } from './lambda-arns.ts'

export function layerOf(place: Place, name: string | undefined, version: number) {
  const layer = place.layers.find((candidate) => candidate.name === name && candidate.version === version)
  if (layer === undefined) throw notFound('The resource you requested does not exist.')
  if (layer.denied)
    throw new AwsError(
      'AccessDeniedException',
      `The caller is not authorized to perform: lambda:GetLayerVersion on layer ${name}:${version}`,
      { status: 403 },
    )
  const arn = `arn:aws:lambda:${place.region}:${place.account}:layer:${name}`
  return {
    LayerArn: arn,
    LayerVersionArn: `${arn}:${version}`,
    Version: version,
    CompatibleRuntimes: layer.compatibleRuntimes as [],
  }
}

export function aliasOf(
  place: Place,
  fn: LambdaFunction,
  alias: LambdaFunction['aliases'][number],
): AliasConfiguration {
  return {
    AliasArn: functionArn(place, fn.name, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description ?? '',
    RevisionId: stableUuid(`${fn.name}/${alias.name}/${alias.version}`),
    ...(alias.weights === undefined ? {} : { RoutingConfig: { AdditionalVersionWeights: alias.weights } }),
  }
}

export function provisioned({ clock }: Call, config: LambdaFunction['provisionedConcurrency'][number]) {
  const allocated = config.allocated ?? (config.status === 'READY' ? config.requested : 0)
  return {
    RequestedProvisionedConcurrentExecutions: config.requested,
    AllocatedProvisionedConcurrentExecutions: allocated,
    AvailableProvisionedConcurrentExecutions: config.available ?? allocated,
    Status: config.status,
    ...(config.statusReason === undefined ? {} : { StatusReason: config.statusReason }),
    LastModified: clock.at(config.lastModified).toISOString(),
  }
}

export function eventInvokeOf({ place, clock }: Call, fn: LambdaFunction) {
  const config = fn.eventInvoke
  if (config === undefined) return undefined
  return {
    FunctionArn: functionArn(place, fn.name, config.qualifier ?? '$LATEST'),
    LastModified: clock.at(config.lastModified),
    ...(config.maximumRetryAttempts === undefined ? {} : { MaximumRetryAttempts: config.maximumRetryAttempts }),
    ...(config.maximumEventAgeInSeconds === undefined
      ? {}
      : { MaximumEventAgeInSeconds: config.maximumEventAgeInSeconds }),
    DestinationConfig: {
      OnSuccess: config.onSuccess === undefined ? {} : { Destination: config.onSuccess },
      OnFailure: config.onFailure === undefined ? {} : { Destination: config.onFailure },
    },
  }
}

export function mappingOf({ place, clock }: Call, mapping: EventSourceMapping): EventSourceMappingConfiguration {
  const source = mapping.source.startsWith('arn:')
    ? mapping.source
    : `arn:aws:sqs:${place.region}:${place.account}:${mapping.source}`
  const uuid = mapping.uuid ?? stableUuid(`${mapping.function}/${mapping.source}`)
  return {
    UUID: uuid,
    EventSourceMappingArn: `arn:aws:lambda:${place.region}:${place.account}:event-source-mapping:${uuid}`,
    EventSourceArn: source,
    FunctionArn: functionArnOf(place, mapping.function),
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.batchingWindowSeconds,
    LastModified: clock.at(mapping.lastModified),
    State: mapping.state,
    StateTransitionReason: mapping.stateTransitionReason,
    ...(mapping.lastProcessingResult === undefined ? {} : { LastProcessingResult: mapping.lastProcessingResult }),
    ...(mapping.maximumConcurrency === undefined
      ? {}
      : { ScalingConfig: { MaximumConcurrency: mapping.maximumConcurrency } }),
    FunctionResponseTypes: (mapping.functionResponseTypes ?? []) as [],
    ...(mapping.filters === undefined
      ? {}
      : { FilterCriteria: { Filters: mapping.filters.map((Pattern) => ({ Pattern })) } }),
    ...(mapping.onFailure === undefined
      ? {}
      : { DestinationConfig: { OnFailure: { Destination: mapping.onFailure } } }),
    ...(mapping.startingPosition === undefined ? {} : { StartingPosition: mapping.startingPosition as 'LATEST' }),
    ...(mapping.maximumRetryAttempts === undefined ? {} : { MaximumRetryAttempts: mapping.maximumRetryAttempts }),
    ...(mapping.maximumRecordAgeInSeconds === undefined
      ? {}
      : { MaximumRecordAgeInSeconds: mapping.maximumRecordAgeInSeconds }),
    ...(mapping.bisectBatchOnFunctionError === undefined
      ? {}
      : { BisectBatchOnFunctionError: mapping.bisectBatchOnFunctionError }),
    ...(mapping.parallelizationFactor === undefined ? {} : { ParallelizationFactor: mapping.parallelizationFactor }),
    ...mapping.configuration,
  }
}

export function splitName(text: string): string {
  const { name, qualifier } = splitFunctionName(text)
  return qualifier === undefined ? name : `${name}:${qualifier}`
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, { status: 404, members: { Type: 'User' } })
}
