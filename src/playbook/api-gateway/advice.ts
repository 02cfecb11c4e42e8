import type { Advice } from '../cause.ts'

export const advice: Advice[] = [
  {
    id: 'cloudfront502-origin',
    symptoms: ['502', '504'],
    cause: 'The 502 may come from a CloudFront distribution in front of the API.',
    advice:
      'Look at the response: an API Gateway error is JSON with the header x-amzn-requestid; CloudFront answers with an HTML page and reaches the API only if its origin domain and TLS settings fit.',
    why: 'the response that the caller saw is not kept anywhere that can be read, and the header x-cache is there in both cases',
    docs: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html',
  },
  {
    id: 'apigw503-regional-incident',
    symptoms: ['504', '500', '502'],
    cause: 'AWS itself may have an incident in this Region.',
    advice:
      'See https://health.aws.amazon.com/health/status; many APIs fail at once then. Fail over to another Region if you can.',
    why: 'the AWS Health API answers only accounts with a Business or Enterprise support plan',
    docs: 'https://docs.aws.amazon.com/health/latest/ug/health-api.html',
  },
]
