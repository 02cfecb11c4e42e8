import { loggedCause } from './logged-cause.ts'

export const nonproxyMapping = loggedCause({
  id: 'apigw500-nonproxy-mapping',
  symptoms: ['500', '502'],
  cause:
    'The back end’s answer matches no integration response and there is no default one, so API Gateway has nothing to say.',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html',
  kinds: ['mapping'],
  because: ({ integrationStatus }) =>
    `because no integration response matches${integrationStatus === undefined ? ' the back end’s answer' : ` the status ${integrationStatus} that the back end gave; that ${integrationStatus} is the real failure`}`,
  fix: (api, seen) => ({
    now: `Add an integration response without a selection pattern (the default)${seen?.at(-1)?.integrationStatus === undefined ? '' : `, and look into the ${seen.at(-1)?.integrationStatus} of the back end: for an AWS service it is often the integration's role`}.`,
    proper: 'Map 4xx and 5xx of the back end with patterns (4\\d{2}, 5\\d{2}) and keep a default.',
    cli: `aws apigateway put-integration-response --rest-api-id ${api.id} --resource-id <resource id> --http-method ${seen?.at(-1)?.method ?? '<method>'} --status-code 200 --selection-pattern "" --region ${api.region}\naws apigateway create-deployment --rest-api-id ${api.id} --stage-name ${api.stage} --region ${api.region}`,
  }),
})
