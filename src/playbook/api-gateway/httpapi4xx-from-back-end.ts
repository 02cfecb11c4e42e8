import { httpRefusal } from './refusal-cause.ts'

export const httpFromBackEnd4xx = httpRefusal({
  id: 'httpapi4xx-from-back-end',
  kinds: ['from-back-end'],
  cause: 'The back end itself answered with a 4xx; API Gateway passed it on.',
  were: 'were answered with a 4xx by the back end itself, not by API Gateway',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html',
  fix: () => ({
    now: 'Look in the back end’s log for why it refuses these requests.',
    proper: 'Let its answers say what is wrong with the request.',
  }),
})
