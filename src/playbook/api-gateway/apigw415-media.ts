import { restRefusal } from './refusal-cause.ts'

export const media415 = restRefusal({
  id: 'apigw415-media',
  kinds: ['media'],
  cause: 'The content type of the request has no mapping template, and the method passes nothing through.',
  were: 'had a content type that the method does not take',
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html',
  known: 'confirmed',
  fix: () => ({
    now: 'Send the content type that has a template, usually application/json, or add a template for this one.',
    proper: 'Set passthroughBehavior to WHEN_NO_MATCH if the back end can read it as it is.',
  }),
})
