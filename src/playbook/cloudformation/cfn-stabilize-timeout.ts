import { stackFailureCause } from './stack-failure.ts'

export const cfnStabilizeTimeout = stackFailureCause({
  id: 'cfn-stabilize-timeout',
  known: 'confirmed',
  cause:
    'A resource was made but did not become ready in time: a service that never gets healthy, a certificate that is never validated.',
  docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html',
  clause: () => 'it did not become ready in time',
  fix: (failure) => ({
    now: `Look at the service behind ${failure.logicalId}: for ECS its events and stopped tasks, for ACM the DNS record that validates the certificate.`,
    proper: 'Fix why it does not get healthy, then deploy again.',
    prevent: 'Turn the deployment circuit breaker on, so that it fails in minutes and not in hours.',
  }),
})
