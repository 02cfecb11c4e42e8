import { valueIfRead } from '../../evidence/evidence.ts'
import { functionConfiguration } from '../../evidence/lambda/configuration.ts'
import { requestIdsOf, timesOf } from '../../evidence/lambda/failure.ts'
import { functionFailures, inLog } from '../../evidence/lambda/failures.ts'
import { functionLayers } from '../../evidence/lambda/layers.ts'
import { functionMetrics } from '../../evidence/lambda/metrics.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { choose } from '../command.ts'
import { asRestApi, unseen } from './failure-cause.ts'
import { moduleOf } from './lambda-import-module.ts'
import { quote, reconfigure } from './words.ts'

export const lambdaLayerMissing = defineCause({
  id: 'lambda-layer-missing',
  aliases: [asRestApi('apigw502-init-crash')],
  target: 'function',
  symptoms: ['errors', '502', '500'],
  cause: 'A layer that the function names was deleted, and a module comes from it.',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html',
  known: 'memory',
  leadsTo: ['lambda-import-module'],
  needs: {
    failures: functionFailures,
    layers: functionLayers,
    configuration: optional(functionConfiguration),
    metrics: optional(functionMetrics),
  },
  fix: () => ({
    now: 'Publish the layer again and name the new version.',
    proper: 'Keep layer versions as long as a function names them (CDK: removalPolicy RETAIN), or bundle the module.',
    prevent: 'Check the function’s layers in the pipeline before old versions are deleted.',
  }),
  diagnose({ failures: search, layers, configuration, metrics }, at) {
    const failures = search.failures.filter((failure) => failure.kind === 'import')
    const last = failures.at(-1)
    if (last === undefined) return unseen({ failures: search, metrics }, 'a module that could not be loaded')
    const lost = layers.find((layer) => layer.state === 'gone')
    const hidden = layers.find((layer) => layer.state === 'unseen')
    if (lost === undefined && hidden !== undefined)
      return { inconclusive: `Whether the layer ${hidden.arn} still exists could not be seen from this account.` }
    if (lost === undefined)
      return { clear: layers.length === 0 ? 'The function has no layers.' : 'All layers of the function exist.' }
    return {
      strength: 'likely',
      summary: `${at.target.name} names the layer ${lost.arn}, which no longer exists; ${moduleOf(last) ?? 'a module'} cannot be loaded.`,
      facts: [
        at.fact('layers', 'Layer', `${lost.arn} does not exist`, undefined, lost.arn),
        at.fact('failures', 'Newest failure', quote(last), last.at, inLog(search.group, last)),
      ],
      times: timesOf(failures),
      requestIds: requestIdsOf(failures),
      fix: {
        cli: choose(
          `aws lambda list-layer-versions --layer-name ${lost.arn.slice(0, lost.arn.lastIndexOf(':'))} --query 'LayerVersions[].[LayerVersionArn,CreatedDate]' --output table --region ${at.target.region}`,
          { LAYER: 'the ARN of a version of the list, or of the one published again' },
          ({ LAYER }) =>
            reconfigure(
              at.target,
              `--layers ${(valueIfRead(configuration)?.layers ?? layers.map((layer) => layer.arn)).map((arn) => (arn === lost.arn ? LAYER : arn)).join(' ')}`,
            ),
        ),
      },
    }
  },
})
