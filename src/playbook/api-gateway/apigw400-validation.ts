import { restRefusal } from './refusal-cause.ts'

export const validation400 = restRefusal({
  id: 'apigw400-validation',
  kinds: ['validation'],
  cause: 'The request does not fit the model or the parameters that the method’s validator asks for.',
  were: 'were refused by the request validator',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html',
  known: 'confirmed',
  fix: (api) => ({
    now: 'Compare a failing request with the method’s model: the execution log names the field.',
    proper: 'Change the client or the model; keep the model in one place with the client’s types.',
    cli: `aws apigateway get-models --rest-api-id ${api.id} --region ${api.region}`,
  }),
})
