import { domainSettings } from '../../evidence/api-gateway/domain.ts'
import { domainMappings } from '../../evidence/api-gateway/domain-mappings.ts'
import { valueIfRead } from '../../evidence/evidence.ts'
import { optional } from '../../evidence/probe.ts'
import { defineCause } from '../cause.ts'
import { choose, shellWord } from '../command.ts'

export const domainNoMapping = defineCause({
  id: 'apigw403-domain-no-mapping',
  target: 'api-domain',
  symptoms: ['4xx', '403', '502', '504', '500'],
  cause: 'The custom domain leads to no API, so everything is answered with 403 Forbidden, without logs or metrics.',
  fix: (domain) => ({
    now: `Map ${domain.name} to the stage that should answer.`,
    proper: 'Keep domain and mapping in the template that makes the stage.',
    cli: choose(
      [
        `aws apigateway get-rest-apis --query 'items[].[id,name]' --output table --region ${domain.region}`,
        `aws apigatewayv2 get-apis --query 'Items[].[ApiId,Name]' --output table --region ${domain.region}`,
      ].join('\n'),
      { API_ID: 'the id of the API that should answer', STAGE: 'its stage' },
      ({ API_ID, STAGE }) =>
        `aws apigatewayv2 create-api-mapping --domain-name ${shellWord(domain.name)} --api-id ${API_ID} --stage ${STAGE} --region ${domain.region}`,
    ),
  }),
  docs: 'https://repost.aws/knowledge-center/api-gateway-403-custom-domain',
  known: 'confirmed',
  needs: { mappings: domainMappings, settings: optional(domainSettings) },
  diagnose({ mappings, settings }, { target, fact }) {
    if (mappings.length > 0) return { clear: `${target.name} leads to ${mappings.length} API stages.` }
    const mode = valueIfRead(settings)?.routingMode
    if (mode?.includes('ROUTING_RULE') === true)
      return { inconclusive: `${target.name} is led by routing rules, which were not read.` }
    return {
      strength: mode === undefined ? 'likely' : 'proven',
      summary: `${target.name} is mapped to no API, so every request is answered with 403 Forbidden.`,
      facts: [
        fact('mappings', 'API mappings', 'none'),
        ...(mode === undefined ? [] : [fact('settings', 'routingMode', mode)]),
      ],
      standsAlone: true,
    }
  },
})
