import { choose } from '../command.ts'
import { grantTo } from '../statement.ts'
import { restRefusal } from './refusal-cause.ts'

export const iamNotAllowed = restRefusal({
  id: 'apigw403-iam-not-allowed',
  kinds: ['iam'],
  cause: 'The caller signs its requests, but its identity may not call this API.',
  were: 'were refused because the signing identity is not allowed execute-api:Invoke',
  docs: 'https://repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden',
  known: 'confirmed',
  fix: (api) => ({
    now: `Allow execute-api:Invoke on arn:${api.partition}:execute-api:${api.region}:${api.account}:${api.id}/${api.stage}/* in the caller’s identity policy.`,
    proper: 'From another account the API’s resource policy must allow it too.',
    cli: choose(
      "aws iam list-roles --query 'Roles[].RoleName' --output text",
      { ROLE: 'the name of the role that signs, which the log names' },
      ({ ROLE }) =>
        grantTo('role', 'CHOSEN.ROLE', {
          Effect: 'Allow',
          Action: 'execute-api:Invoke',
          Resource: `arn:${api.partition}:execute-api:${api.region}:${api.account}:${api.id}/${api.stage}/*`,
        }).replace('CHOSEN.ROLE', ROLE),
    ),
  }),
})
