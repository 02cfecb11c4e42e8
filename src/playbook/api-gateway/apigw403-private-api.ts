import { restApiSettings } from '../../evidence/api-gateway/rest-api.ts'
import { defineCause } from '../cause.ts'
import { refusalsOf } from './refusal.ts'
import { pathWords, refusalFacts, restRefusalNeeds, strengthOf } from './refusal-cause.ts'
import { failingMinutes } from './seen.ts'
import { counted } from './words.ts'

export const privateApi403 = defineCause({
  id: 'apigw403-private-api',
  target: 'rest-api',
  symptoms: ['4xx', '403'],
  cause:
    'The API is private, and the caller comes from outside or through a VPC endpoint that the API does not let in.',
  fix: (api) => ({
    now: `Call from inside, through a VPC endpoint that the resource policy of ${api.name} names (aws:SourceVpce), then deploy the policy.`,
    proper:
      'Associate the VPC endpoints with the API and use the host that names both; without private DNS send the header x-apigw-api-id.',
    cli: `aws apigateway get-rest-api --rest-api-id ${api.id} --query '[endpointConfiguration,policy]' --region ${api.region}`,
  }),
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html',
  known: 'memory',
  needs: { ...restRefusalNeeds, settings: restApiSettings },
  diagnose(evidence, { target, fact }) {
    const { settings } = evidence
    if (!settings.endpointTypes.includes('PRIVATE')) return { clear: `${target.name} is not private.` }
    const all = refusalsOf({ ...evidence, api: target })
    const own = all.filter((refusal) => refusal.kind === 'resource-policy' || refusal.kind === 'forbidden')
    const setting = fact(
      'settings',
      'Endpoint',
      `${settings.endpointTypes.join(', ')}, VPC endpoints ${settings.vpcEndpointIds.join(', ') || 'none associated'}, resource policy ${settings.policy === undefined ? 'none' : 'set'}`,
    )
    if (own.length > 0)
      return {
        strength: strengthOf(own, all) === 'possible' ? 'possible' : 'likely',
        summary: `${target.name} is private and refused ${counted(own.length, 'request')}${pathWords(own)}: the callers come from outside or through a VPC endpoint that it does not let in.`,
        facts: [
          setting,
          ...refusalFacts(own, all, evidence, (need, label, value, time, aspect) =>
            fact(need, label, value, time, aspect),
          ),
        ],
        times: own.map((refusal) => refusal.at),
      }
    if (all.length > 0) return { clear: 'The logged refusals have other reasons.' }
    if (settings.policy !== undefined)
      return { inconclusive: `${target.name} is private, but no log tells why it refuses.` }
    return {
      strength: 'likely',
      summary: `${target.name} is private and has no resource policy, so it lets nobody in.`,
      facts: [setting],
      times: failingMinutes('4', evidence),
    }
  },
})
