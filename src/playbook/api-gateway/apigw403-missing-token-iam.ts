import { restRefusal } from './refusal-cause.ts'

export const missingTokenIam = restRefusal({
  id: 'apigw403-missing-token-iam',
  kinds: ['unsigned'],
  cause: 'The method asks for a signed request (AWS_IAM), and the caller sends none.',
  were: 'were sent unsigned to a method that takes signed requests only',
  docs: 'https://repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden',
  known: 'confirmed',
  fix: () => ({
    now: 'Sign the requests with SigV4 for the service execute-api in this region, or take AWS_IAM off the method and deploy.',
    proper: 'Use a client that signs by itself (Amplify, aws4, awscurl).',
  }),
})
