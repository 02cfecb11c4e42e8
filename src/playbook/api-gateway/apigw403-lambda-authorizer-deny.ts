import { shellWord } from '../command.ts'
import { restRefusal } from './refusal-cause.ts'

export const lambdaAuthorizerDeny = restRefusal({
  id: 'apigw403-lambda-authorizer-deny',
  kinds: ['authorizer-deny'],
  cause: 'The authorizer answered with Deny for these requests.',
  were: 'were denied by the authorizer',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html',
  known: 'confirmed',
  fix: (api) => ({
    now: 'See in the authorizer function’s log why it denies. If only some methods fail, its cached policy is too narrow: it is kept for the whole TTL and used for every method.',
    proper: 'Return a policy for all methods of the stage, or put the path into the identity sources.',
    cli: `aws apigateway flush-stage-authorizers-cache --rest-api-id ${api.id} --stage-name ${shellWord(api.stage)} --region ${api.region}`,
  }),
})
