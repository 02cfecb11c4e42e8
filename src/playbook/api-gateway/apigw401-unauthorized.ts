import { restRefusal } from './refusal-cause.ts'

export const unauthorized401 = restRefusal({
  id: 'apigw401-unauthorized',
  kinds: ['unauthorized'],
  cause: 'The request carries no token where the authorizer looks for one, or one that is not valid.',
  were: 'were answered with 401: no token, or one that is not valid',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html',
  known: 'confirmed',
  fix: (api) => ({
    now: 'Compare what callers send with the authorizer’s identity source, its issuer and audience; look at the token’s end.',
    proper: 'Renew tokens before they end; an empty identity source answers 401 without asking the authorizer.',
    cli: `aws apigateway get-authorizers --rest-api-id ${api.id} --region ${api.region}`,
  }),
})
