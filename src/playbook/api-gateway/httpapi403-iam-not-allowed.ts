import { httpRefusal } from './refusal-cause.ts'

export const httpIamNotAllowed = httpRefusal(
  {
    id: 'httpapi403-iam-not-allowed',
    kinds: ['iam'],
    cause: 'The caller signs its requests, but its identity may not call this API.',
    were: 'were refused because the signing identity is not allowed execute-api:Invoke',
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html',
    fix: (api) => ({
      now: `Allow execute-api:Invoke on arn:${api.partition}:execute-api:${api.region}:${api.account}:${api.id}/${api.stage}/* in the caller's identity policy.`,
    }),
  },
  'apigw403-iam-not-allowed',
)
