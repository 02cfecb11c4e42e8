import { valueIfRead } from '../../evidence/evidence.ts'
import { loggedCause } from './logged-cause.ts'

export const internal = loggedCause({
  id: 'apigw500-internal',
  symptoms: ['500', '502', '504'],
  cause: 'API Gateway itself failed on the request.',
  docs: 'https://repost.aws/knowledge-center/api-gateway-5xx-error',
  known: 'memory',
  kinds: ['internal'],
  strength: 'likely',
  /** Through a VPC link the same words mean that nothing behind it answered. */
  fits: (failure, { integrations }) => {
    const linked =
      valueIfRead(integrations)?.routes.some((route) => route.integration?.connectionType === 'VPC_LINK') === true
    return !failure.isInAuthorizer && !(linked && failure.function === undefined)
  },
  because: () => 'because API Gateway reports an internal error of its own',
  fix: (api) => ({
    now: `See the AWS Health dashboard for API Gateway in ${api.region}; let callers retry with backoff.`,
    proper: 'If it stays, open a support case with the request ids from the execution log.',
  }),
})
