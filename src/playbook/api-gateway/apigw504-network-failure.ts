import { loggedCause } from './logged-cause.ts'

export const networkFailure = loggedCause({
  id: 'apigw504-network-failure',
  symptoms: ['504', '500', '502'],
  cause: 'API Gateway could not reach the endpoint, or the endpoint closed the connection.',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html',
  kinds: ['network', 'tls'],
  fits: (failure) => failure.function === undefined,
  row: (row) =>
    row.status === 504 &&
    (row.errorResponseType === 'INTEGRATION_FAILURE' ||
      /network error/i.test(row.integrationError ?? row.errorMessage ?? '')),
  rowBecause: 'because API Gateway could not talk to the endpoint (INTEGRATION_FAILURE)',
  because: ({ endpoint, message }) =>
    `because API Gateway could not talk to ${endpoint ?? 'the endpoint'}: ${(message ?? '').replace(/^Execution failed due to /, '')}`,
  fix: (api, seen) => ({
    now: `Call the endpoint${seen?.at(-1)?.endpoint === undefined ? '' : ` ${seen.at(-1)?.endpoint}`} from outside: does its name resolve, does its port answer, is its certificate whole and from a public authority?`,
    proper: 'Keep the back end’s keep-alive longer than API Gateway’s, and let it finish requests before it stops.',
    prevent: `Alarm on 5XXError of ${api.name} and watch the endpoint itself.`,
  }),
})
