import { loggedCause } from './logged-cause.ts'

export const sdkHeaderConflict = loggedCause({
  id: 'apigw500-sdk-header-conflict',
  symptoms: ['500', '502'],
  cause: 'The integration maps a header that API Gateway sets itself.',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html',
  kinds: ['header-conflict'],
  because: ({ message }) => `because a mapped header is there already: ${message ?? ''}`,
  fix: () => ({
    now: 'Remove that header from the integration’s request parameters, and deploy.',
    proper:
      'Map only headers that API Gateway does not make itself (not Host, Authorization or Content-Type of a signed call).',
  }),
})
