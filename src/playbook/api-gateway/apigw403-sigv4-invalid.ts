import { restRefusal } from './refusal-cause.ts'

export const sigv4Invalid = restRefusal({
  id: 'apigw403-sigv4-invalid',
  kinds: ['signature'],
  cause: 'The signature of the request is wrong or too old.',
  were: 'were refused for their signature',
  docs: 'https://repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden',
  known: 'confirmed',
  fix: (api) => ({
    now: `Check the caller's clock, and that it signs for execute-api in ${api.region} with the host it really calls.`,
    proper: 'Renew temporary credentials before they end.',
  }),
})
