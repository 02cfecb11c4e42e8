import { httpRefusal } from './refusal-cause.ts'

export const httpAuthorizerDeny = httpRefusal(
  {
    id: 'httpapi403-authorizer-deny',
    kinds: ['authorizer-deny'],
    cause: 'The authorizer knows the caller and does not let it do this.',
    were: 'were denied by the authorizer',
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html',
    fix: (api) => ({
      now: 'See why the authorizer answers isAuthorized: false, or which scope of the route the token lacks.',
      cli: `aws apigatewayv2 get-routes --api-id ${api.id} --query 'Items[].[RouteKey,AuthorizationType,AuthorizationScopes]' --region ${api.region}`,
    }),
  },
  'apigw403-lambda-authorizer-deny',
)
