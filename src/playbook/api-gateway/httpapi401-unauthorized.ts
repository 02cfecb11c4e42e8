import { httpRefusal } from './refusal-cause.ts'

export const httpUnauthorized = httpRefusal(
  {
    id: 'httpapi401-unauthorized',
    kinds: ['unauthorized'],
    cause: 'The token is missing, or its issuer, audience, scope or end is not what the JWT authorizer asks for.',
    were: 'were answered with 401 by the authorizer',
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html',
    fix: (api) => ({
      now: 'Decode a failing token and compare iss, aud and exp with the authorizer; the www-authenticate header says which of them is wrong.',
      cli: `aws apigatewayv2 get-authorizers --api-id ${api.id} --region ${api.region}`,
    }),
  },
  'apigw401-unauthorized',
)
