import { restApiSettings } from '../../evidence/api-gateway/rest-api.ts'
import { defineCause } from '../cause.ts'
import { judgeIntegrationTimeout } from './integration-timeout.ts'
import { restNeeds } from './logged-cause.ts'

export const edgeCloudFront = defineCause({
  id: 'apigw504-edge-cf',
  target: 'rest-api',
  symptoms: ['504'],
  cause: 'The API is edge-optimised, so its integration timeout cannot be raised above 29 seconds.',
  fix: (api) => ({
    proper: `Make ${api.name} a Regional API (with a CloudFront distribution of your own if you need one), then raise the integration timeout. An edge-optimised custom domain has to become Regional too, and its DNS record change, before callers reach it again.`,
    cli: `aws apigateway update-rest-api --rest-api-id ${api.id} --patch-operations op=replace,path=/endpointConfiguration/types/EDGE,value=REGIONAL --region ${api.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  known: 'confirmed',
  needs: { ...restNeeds, settings: restApiSettings },
  diagnose(evidence, at) {
    if (!evidence.settings.endpointTypes.includes('EDGE')) return { clear: `${at.target.name} is not edge-optimised.` }
    const timeout = judgeIntegrationTimeout({
      ...evidence,
      api: at.target,
      status: 504,
      fact: (need, label, value, time, aspect) => at.fact(need, label, value, time, aspect),
    })
    if (typeof timeout === 'string' || !('strength' in timeout))
      return { clear: 'Nothing ran into the integration timeout.' }
    return {
      strength: timeout.strength === 'proven' ? 'likely' : 'possible',
      summary: `${at.target.name} is edge-optimised: the 29 s that it waits for its back end cannot be raised until it is Regional.`,
      facts: [
        at.fact('settings', 'Endpoint type', evidence.settings.endpointTypes.join(', ')),
        ...timeout.facts.slice(0, 1),
      ],
      ...(timeout.times !== undefined && { times: timeout.times }),
    }
  },
})
